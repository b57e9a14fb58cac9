/** A node program of sigma's that draws each kind's shape, with a ring about what is selected. */

import { NodeProgram } from "sigma/rendering";
import type { ProgramInfo } from "sigma/rendering";
import type { NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";
import type { Shape } from "../kinds";

export const SHAPES: Shape[] = ["dot", "triangle", "square", "diamond", "hexagon", "down", "star"];

export interface Drawn extends NodeDisplayData {
  shape: number;
  /** 0 none, 1 selected, 2 pinned, 3 both. */
  ring: number;
}

/** The colours of the page, 0 to 1: what rings and gaps are drawn in. */
export const PAINT = { ground: [1, 1, 1] as number[], ring: [0, 0, 0] as number[] };

const VERTEX = /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_look;
attribute float a_angle;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
varying vec4 v_color;
varying vec2 v_away;
varying float v_radius;
varying float v_look;
const float bias = 255.0 / 254.0;
void main() {
  float pixels = a_size / u_sizeRatio;
  vec2 away = (pixels * 1.4 + (a_look < 7.5 ? 2.0 : 6.0)) * u_correctionRatio * 4.0 * vec2(cos(a_angle), sin(a_angle));
  gl_Position = vec4((u_matrix * vec3(a_position + away, 1)).xy, 0, 1);
  v_away = away / (2.0 * u_correctionRatio);
  v_radius = pixels;
  v_look = a_look;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}`;

const FRAGMENT = /* glsl */ `
precision highp float;
varying vec4 v_color;
varying vec2 v_away;
varying float v_radius;
varying float v_look;
uniform vec3 u_ground;
uniform vec3 u_ring;
const float PI = 3.141592653589793;

float corners(vec2 p, float n, float turn, float r) {
  float part = 2.0 * PI / n;
  float a = mod(atan(p.y, p.x) - turn + part / 2.0, part) - part / 2.0;
  return length(p) * cos(abs(a) - part / 2.0) - r * cos(part / 2.0);
}

float star(vec2 p, float r) {
  float part = 2.0 * PI / 5.0;
  float a = abs(mod(atan(p.y, p.x) - PI / 2.0 + part / 2.0, part) - part / 2.0);
  vec2 q = length(p) * vec2(cos(a), sin(a));
  vec2 tip = vec2(1.3 * r, 0.0);
  vec2 inner = 0.6 * r * vec2(cos(PI / 5.0), sin(PI / 5.0));
  vec2 edge = normalize(inner - tip);
  return dot(q - tip, vec2(edge.y, -edge.x));
}

float away(vec2 p, float shape, float r) {
  if (shape < 0.5) return length(p) - r;
  if (shape < 1.5) return corners(p, 3.0, PI / 2.0, 1.2 * r);
  if (shape < 2.5) return corners(p, 4.0, PI / 4.0, 1.2 * r);
  if (shape < 3.5) return corners(p, 4.0, 0.0, 1.2 * r);
  if (shape < 4.5) return corners(p, 6.0, PI / 2.0, 1.1 * r);
  if (shape < 5.5) return corners(p, 3.0, -PI / 2.0, 1.2 * r);
  return star(p, r);
}

void main(void) {
  float ring = floor(v_look / 8.0 + 0.01);
  float shape = v_look - ring * 8.0;
  float d = away(v_away, shape, v_radius);
  #ifdef PICKING_MODE
  gl_FragColor = d > 2.0 ? vec4(0.0) : v_color;
  #else
  float selected = mod(ring, 2.0);
  float pinned = step(1.5, ring);
  vec3 colour = v_color.rgb;
  if (pinned > 0.5) colour = mix(u_ground, colour, smoothstep(-0.5, 0.5, length(v_away) - v_radius * 0.34));
  float gap = smoothstep(-0.5, 0.5, d);
  colour = mix(colour, u_ground, gap);
  float end = 1.2;
  if (selected > 0.5) {
    colour = mix(colour, u_ring, smoothstep(-0.5, 0.5, d - 1.6));
    end = 4.2;
  }
  float cover = 1.0 - smoothstep(-0.6, 0.6, d - end);
  float alpha = cover * v_color.a;
  gl_FragColor = vec4(colour * alpha, alpha);
  #endif
}`;

const UNIFORMS = ["u_sizeRatio", "u_correctionRatio", "u_matrix", "u_ground", "u_ring"] as const;
const { UNSIGNED_BYTE, FLOAT } = WebGLRenderingContext;

export class ShapeProgram extends NodeProgram<(typeof UNIFORMS)[number]> {
  getDefinition() {
    return {
      VERTICES: 3,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: WebGLRenderingContext.TRIANGLES,
      UNIFORMS,
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_look", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_angle", size: 1, type: FLOAT }],
      CONSTANT_DATA: [[0], [(2 * Math.PI) / 3], [(4 * Math.PI) / 3]],
    };
  }

  processVisibleItem(nodeIndex: number, startIndex: number, data: NodeDisplayData): void {
    const { shape, ring } = data as Drawn;
    const array = this.array;
    array[startIndex++] = data.x;
    array[startIndex++] = data.y;
    array[startIndex++] = data.size;
    array[startIndex++] = (shape || 0) + 8 * (ring || 0);
    array[startIndex++] = floatColor(data.color);
    array[startIndex++] = nodeIndex;
  }

  setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo<(typeof UNIFORMS)[number]>): void {
    gl.uniform1f(uniformLocations.u_correctionRatio, params.correctionRatio);
    gl.uniform1f(uniformLocations.u_sizeRatio, params.sizeRatio);
    gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix);
    gl.uniform3fv(uniformLocations.u_ground, PAINT.ground);
    gl.uniform3fv(uniformLocations.u_ring, PAINT.ring);
  }
}

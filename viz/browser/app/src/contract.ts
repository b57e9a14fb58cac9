/** What the server sends and takes. All offsets in texts count UTF-16 units. */

export type Properties = Record<string, unknown>;
export type Direction = "out" | "in" | "both";

export interface Node {
  key: string;
  label: string;
  id: string;
  title: string;
  year?: number;
  degree?: number;
  community?: number;
  properties?: Properties;
}

export interface Link {
  key: string;
  type: string;
  source: string;
  target: string;
  symmetric: boolean;
  weight: number;
  confidence?: number;
  properties?: Properties;
}

export interface About {
  name: string;
  engine: "ladybug" | "neo4j";
  version: string;
  counts: Record<string, number>;
  links: Record<string, number>;
  years: [number, number] | null;
  limits: Record<string, number>;
}

export interface Property {
  name: string;
  type: string;
  doc: string;
}

export interface Schema {
  labels: { name: string; doc: string; properties: Property[] }[];
  relationships: {
    name: string;
    doc: string;
    ends: [string, string][];
    symmetric: boolean;
    derived: boolean;
    properties: Property[];
  }[];
  functions: string[];
}

export interface Hit {
  node: Node;
  score: number;
  snippet?: string;
}

export interface Found {
  hits: Hit[];
  total?: number;
}

export interface Overview {
  communities: {
    id: number;
    name: string;
    size: number;
    x: number;
    y: number;
    concepts: string[];
  }[];
  nodes: {
    key: string[];
    title: string[];
    label: string[];
    x: number[];
    y: number[];
    community: number[];
    size: number[];
    year: (number | null)[];
  };
  links: { source: number[]; target: number[]; weight: number[] };
  left_out: number;
}

export interface Mark {
  start: number;
  end: number;
  kind: string;
  name: string;
  type: string;
  rule: string;
  confidence: number;
  key: string;
}

export interface MarkedText {
  text: string;
  marks: Mark[];
}

export interface Kind {
  type: string;
  direction: Direction;
  label: string;
  count: number;
}

export interface NodePage {
  node: Node;
  title?: MarkedText;
  abstract?: MarkedText;
  outward: { text: string; href: string }[];
  kinds: Kind[];
}

export interface Expand {
  key: string;
  type: string;
  direction: Direction;
  label?: string;
  skip?: number;
  limit?: number;
  have?: string[];
}

export interface Expanded {
  nodes: Node[];
  links: Link[];
  total: number;
  skip: number;
}

export interface Evidence {
  text: string;
  start?: number;
  end?: number;
  rule: string;
  confidence: number;
  paper?: Node;
}

export interface LinkPage {
  link: Link;
  nodes: Node[];
  evidence: Evidence[];
}

export interface Path {
  nodes: Node[];
  links: Link[];
}

export interface Why {
  reasons: { text: string; kind: string; nodes: Node[]; evidence?: Evidence[] }[];
  path?: Path;
}

export interface RecipeParameter {
  name: string;
  type: string;
  default?: unknown;
  required: boolean;
  doc: string;
}

export interface Recipe {
  name: string;
  title: string;
  question: string;
  parameters: RecipeParameter[];
  columns: string[];
  statement: string;
}

export interface Recipes {
  groups: { name: string; recipes: Recipe[] }[];
}

export interface Query {
  statement?: string;
  recipe?: string;
  parameters: Record<string, unknown>;
  rows?: number;
  plan?: boolean;
}

export type Cell =
  | null
  | string
  | number
  | boolean
  | Cell[]
  | { $node: Node }
  | { $link: Link }
  | { [name: string]: Cell };

export interface Answer {
  columns: string[];
  rows: Cell[][];
  truncated: boolean;
  why: string;
  /** What one should know to read the rows. */
  notes: string[];
  seconds: number;
  nodes: Node[];
  links: Link[];
  plan?: string;
}

export interface Completion {
  start: number;
  options: { label: string; kind: string; detail?: string }[];
}

export interface Problem {
  message: string;
  remedy?: string;
  position?: number;
}

export interface Checked {
  parameters: string[];
  error?: Problem;
}

export interface Positions {
  x: number[];
  y: number[];
}

export type ExportForm = "bib" | "ris" | "csv" | "json" | "gexf" | "page";

// Bundles the page: `node build.mjs [--outdir=FOLDER]`, by default into viz/browser/static.
import { build } from "esbuild";
import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const given = process.argv.find((word) => word.startsWith("--outdir="));
const outdir = given ? resolve(given.slice("--outdir=".length)) : join(here, "..", "static");

await mkdir(outdir, { recursive: true });
await build({
  entryPoints: [join(here, "src", "main.ts")],
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "eof",
  outdir,
  logLevel: "warning",
});
for (const name of ["icon.svg", "index.html"]) await copyFile(join(here, name), join(outdir, name));

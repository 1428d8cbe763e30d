// Builds the front-end once: npm packages and our sources in, plain hashed-by-Django files out.
//   node portals/shared/assets/build.mjs [--watch]
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { fontFaces } from "./fonts.mjs";
import { sprite } from "./icons.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../..");
const out = join(here, "../static/atrium");

// Tabler ships its stylesheet once per direction; ours has logical properties only, so one source serves both.
const tabler = {
  name: "tabler",
  setup(build) {
    build.onResolve({ filter: /^tabler-(ltr|rtl)$/ }, ({ path }) => ({
      path: join(root, "node_modules/@tabler/core/dist/css", path === "tabler-rtl" ? "tabler.rtl.css" : "tabler.css"),
    }));
    build.onResolve({ filter: /^atrium-fonts$/ }, () => ({ path: "fonts", namespace: "fonts" }));
    build.onLoad({ filter: /.*/, namespace: "fonts" }, () => ({
      contents: fontFaces(root),
      loader: "css",
      resolveDir: root,
    }));
  },
};

const common = {
  absWorkingDir: here,
  outdir: out,
  bundle: true,
  minify: true,
  // Custom properties, light-dark() and relative colours must stay as written: the brand changes them at run time.
  target: ["chrome123", "firefox128", "safari17.5"],
  supported: { "inline-style": true },
  legalComments: "none",
  logLevel: "warning",
  nodePaths: [join(root, "node_modules")],
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const scripts = {
  ...common,
  entryPoints: { app: "app.js", charts: "charts.js" },
  format: "esm",
  define: { "process.env.NODE_ENV": '"production"' },
};
const styles = {
  ...common,
  entryPoints: { app: "css/app.css", "app.rtl": "css/app.rtl.css" },
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]",
  plugins: [tabler],
};

writeFileSync(join(out, "sprite.svg"), sprite(root));
for (const name of ["mark.svg", "favicon.svg"]) {
  writeFileSync(join(out, name), readFileSync(join(here, name)));
}

if (process.argv.includes("--watch")) {
  for (const options of [scripts, styles]) await (await esbuild.context(options)).watch();
} else {
  await Promise.all([esbuild.build(scripts), esbuild.build(styles)]);
  console.log("assets: built into portals/shared/static/atrium");
}

/** @type {import("next").NextConfig} */
const config = {
  output: "standalone",
  compress: false,
  poweredByHeader: false,
  reactStrictMode: true,
  outputFileTracingIncludes: {
    "/**": ["./lib/**/*", "./prisma/**/*", "./package.json"],
  },
};

export default config;

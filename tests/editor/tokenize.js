// Prints the scopes that VS Code's own tokenizer gives each piece of a text: tokenize.js NODE_MODULES GRAMMAR < text

const fs = require("fs");
const path = require("path");
const [modules, grammarFile] = process.argv.slice(2);
const { Registry, INITIAL, parseRawGrammar } = require(path.join(modules, "vscode-textmate"));
const oniguruma = require(path.join(modules, "vscode-oniguruma"));

async function main() {
  await oniguruma.loadWASM(fs.readFileSync(path.join(modules, "vscode-oniguruma", "release", "onig.wasm")).buffer);
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => parseRawGrammar(fs.readFileSync(grammarFile, "utf8"), grammarFile),
  });
  const grammar = await registry.loadGrammar("source.dl");
  let stack = INITIAL;
  const tokens = [];
  for (const line of fs.readFileSync(0, "utf8").split("\n")) {
    const result = grammar.tokenizeLine(line, stack);
    for (const token of result.tokens) {
      tokens.push([line.slice(token.startIndex, token.endIndex), token.scopes[token.scopes.length - 1]]);
    }
    stack = result.ruleStack;
  }
  console.log(JSON.stringify(tokens));
}

main().catch((failure) => {
  console.error(failure);
  process.exit(1);
});

// Starts `dlc lsp` and connects the editor with it.

const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

let client;

async function start() {
  const settings = vscode.workspace.getConfiguration("dlc");
  const [command, ...args] = settings.get("command");
  const server = { command, args, transport: TransportKind.stdio };
  client = new LanguageClient("dlc", "dlc", server, {
    documentSelector: [{ language: "dl" }],
    initializationOptions: { data: settings.get("data") },
  });
  try {
    await client.start();
  } catch (failure) {
    client = undefined;
    const remedy = "Install it with: pip install 'dlc[editor]', or set dlc.command.";
    vscode.window.showErrorMessage(`dlc: cannot start "${command} ${args.join(" ")}": ${failure.message} ${remedy}`);
  }
}

async function stop() {
  const running = client;
  client = undefined;
  await running?.stop();
}

async function restart() {
  await stop();
  await start();
}

exports.activate = async (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand("dlc.restart", restart),
    vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration("dlc") && restart()),
  );
  await start();
};

exports.deactivate = stop;

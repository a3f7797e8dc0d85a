import ArgumentParser
import Foundation

struct BenchEncoderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encoder", abstract: "Measure the sentence encoder, one thing for each line of standard input.",
        discussion: """
            A number is a batch size: answers CPU seconds for each sentence of 20 tokens. "calls" compares 32 calls one after the other with the same
            at once; "beside" compares small calls alone and beside a text of 100,000 characters. Each answer is one line of JSON.
            """)

    @Option(
        help: ArgumentHelp(
            "Folder with model.safetensors and vocab.txt. (default: models/all-MiniLM-L6-v2 in the data directory)", valueName: "folder"))
    var model: String?
    @Option(help: ArgumentHelp("Write the sentences' token numbers to this file, for a peer.", valueName: "file"))
    var tokens: String?
    @Option(help: ArgumentHelp("Write the sentences' vectors to this file, for a peer to compare.", valueName: "file"))
    var vectors: String?

    func run() async throws {
        let data = ProcessInfo.processInfo.environment["MIEN_DATA_DIR"] ?? "mien-data"
        try await explained {
            let bench = try EncoderBench(folder: model ?? data + "/models/all-MiniLM-L6-v2")
            if let tokens { try write(bench.sentences.map { bench.encoder.tokenizer.tokens($0) }, to: tokens) }
            if let vectors { try write(bench.encoder.embed(bench.sentences), to: vectors) }
            Console.line(#"{"kernels":"\#(bench.encoder.kernels)"}"#)
            while let line = readLine() {
                switch line {
                case "calls": try answer(await bench.calls())
                case "beside": try answer(await bench.beside())
                default:
                    guard let batch = Int(line), (1...bench.sentences.count).contains(batch) else {
                        throw Failure(description: "\(line) is not a batch size")
                    }
                    try answer(bench.cost(batch: batch))
                }
            }
        }
    }

    private func write(_ value: some Encodable, to path: String) throws {
        try JSONEncoder().encode(value).write(to: URL(fileURLWithPath: path))
    }

    private func answer(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = .sortedKeys
        Console.line(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}

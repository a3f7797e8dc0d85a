// Measurements from inside, for `make bench`: what work costs when nobody speaks HTTP.
import ArgumentParser

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure parts of the server without HTTP. (`make bench` measures the whole.)",
        subcommands: [BenchIngestCommand.self, BenchSeedCommand.self, BenchEncoderCommand.self])
}

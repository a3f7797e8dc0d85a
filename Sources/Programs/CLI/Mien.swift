import ArgumentParser
import Server
@main struct Mien: AsyncParsableCommand { mutating func run() async throws {} }

// Answers that are packed although nothing was said of packing.
import CZlib
import Foundation
import Testing

@testable import LanguageModel

@Suite("Packed answers")
struct PackedTests {
    private static let gzip = "H4sIAAAAAAACA6tWSs7Iz0xOLVayiq5Wyk0tLk5MT1WyqlZKzs8rSc0rUbJS8shUqq2NrQUAVziPmyoAAAA="
    private static let zlib = "eJyrVkrOyM9MTi1WsoquVspNLS5OTE9VsqpWSs7PK0nNK1GyUvLIVKqtja0FAD/QDs4="
    private static let raw = "q1ZKzsjPTE4tVrKKrlbKTS0uTkxPVbKqVkrOzytJzStRslLyyFSqrY2tBQA="
    private static let stream =
        "H4sIAAAAAAAAA0pJLEm0UqhWSs7Iz0xOLVayiq5WSknNKUlUsgIK5ueVpOaVKFkpeWQq1dbG1nJxAQAAAP//SgGrj3bx93ON5eICAAAA//8DAC5pfJE+AAAA"
    private static let error = "H4sIAAAAAAACA6tWSi0qyi9SsqpWyk0tLk5MT1WyUsrLVyguTc5QyM1PSc1Rqq0FAKoz9z4lAAAA"

    private static func answer(_ status: Int, _ base64: String, _ headers: [String], dropping: Int = 0, chunk: Int = .max) -> [StandInServer.Step] {
        let body = [UInt8](Data(base64Encoded: base64) ?? Data()).dropLast(dropping)
        let head = ["HTTP/1.1 \(status) X", "Content-Type: application/json", "Content-Length: \(body.count)"] + headers
        var rest = body[...]
        var steps: [StandInServer.Step] = [.bytes(Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8))]
        while !rest.isEmpty {
            steps.append(.bytes(Array(rest.prefix(chunk))))
            rest = rest.dropFirst(chunk)
        }
        return steps
    }

    @Test("are unpacked, whatever their head says of it", arguments: [
        (gzip, ["Content-Encoding: gzip"]), (gzip, ["Content-Encoding: GZIP"]), (gzip, ["Content-Encoding: x-gzip"]), (gzip, []),
        (gzip, ["Content-Encoding: deflate"]), (zlib, ["Content-Encoding: deflate"]), (raw, ["Content-Encoding: deflate"]),
        (stream, ["Content-Encoding: gzip"]), (gzip, ["Content-Encoding: identity, gzip"]),
    ], [1, 5, Int.max])
    func unpacked(packed: (body: String, headers: [String]), chunk: Int) async throws {
        let asked = try await AdapterTests.ask(.openAI, Self.answer(200, packed.body, packed.headers, chunk: chunk))
        #expect(asked.failure == nil)
        #expect(asked.reply?.text == "Hi")
    }

    @Test("that say they are packed and are not are read as they are")
    func undone() async throws {
        let body = #"{"choices":[{"message":{"content":"Hi"}}]}"#
        for encoding in ["gzip", "deflate"] {
            let asked = try await AdapterTests.ask(.openAI, StandInServer.answer(200, body, headers: ["Content-Encoding: \(encoding)"]))
            #expect(asked.reply?.text == "Hi", "\(encoding)")
        }
    }

    @Test("that cannot be unpacked are told as what they are")
    func damaged() async throws {
        let brotli = try await AdapterTests.ask(.openAI, Self.answer(200, Self.raw, ["Content-Encoding: br"]))
        #expect(brotli.failure == .nonsense("it is packed (br), though that was not asked for"))
        let cut = try await AdapterTests.ask(.openAI, Self.answer(200, Self.gzip, ["Content-Encoding: gzip"], dropping: 12))
        #expect(cut.failure == .brokenStream)
        let broken = Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF, 0xFF, 0xFF]).base64EncodedString()
        let damaged = try await AdapterTests.ask(.openAI, Self.answer(200, broken, ["Content-Encoding: gzip"]))
        #expect(damaged.failure == .nonsense("it is packed and cannot be unpacked"))
    }

    @Test("of refusals are unpacked too")
    func refusal() async throws {
        let asked = try await AdapterTests.ask(.openAI, Self.answer(404, Self.error, ["Content-Encoding: gzip"]))
        #expect(asked.failure == .rejected(status: 404, message: "no such model"))
    }

    @Test("are unpacked to a bound: a bomb is stopped")
    func bomb() throws {
        let zeros = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        var stream = z_stream()
        #expect(mien_deflate_init_gzip(&stream, 9) == Z_OK)
        defer { deflateEnd(&stream) }
        var packed = [UInt8](repeating: 0, count: 1 << 20), length = 0
        for index in 0..<48 {
            zeros.withUnsafeBufferPointer { given in
                packed.withUnsafeMutableBufferPointer { room in
                    stream.next_in = UnsafeMutablePointer(mutating: given.baseAddress)
                    stream.avail_in = uInt(given.count)
                    stream.next_out = room.baseAddress?.advanced(by: length)
                    stream.avail_out = uInt(room.count - length)
                    _ = deflate(&stream, index == 47 ? Z_FINISH : Z_NO_FLUSH)
                    length = room.count - Int(stream.avail_out)
                }
            }
        }
        var unpacker = try Unpacker(encoding: "gzip"), reader = ReplyReader<OpenAIReply>(), pieces: [ReplyPiece] = [], taken = 0
        #expect(throws: ModelFailure.self) {
            try unpacker.unpack(packed[..<length]) { bytes throws(ModelFailure) in
                taken += bytes.count
                try reader.take(bytes, into: &pieces)
            }
        }
        #expect(taken < 40 << 20)
    }
}

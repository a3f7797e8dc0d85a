// Gzip in and out, through zlib.
import CZlib
import Vocabulary

package enum Gzip {
    /// Unpacks a gzip or zlib body.
    /// - Throws: malformed when it is not gzip, tooLarge as soon as more than `limit` bytes come out.
    package static func unpack(_ bytes: [UInt8], limit: Int) throws -> [UInt8] {
        var stream = z_stream()
        guard mien_inflate_init_gzip(&stream) == Z_OK else { throw Problem(.internalError, "zlib did not start") }
        defer { inflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: min(limit + 1, max(4096, bytes.count * 8)))
        var written = 0
        let status: Int32 = try input.withUnsafeMutableBufferPointer { source in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            while true {
                if written == output.count {
                    guard output.count <= limit else { throw Problem(.tooLarge, "The unpacked request body is larger than \(limit) bytes") }
                    output.append(contentsOf: repeatElement(0, count: min(output.count, limit + 1 - output.count)))
                }
                let result: Int32 = output.withUnsafeMutableBufferPointer { target in
                    guard let base = target.baseAddress else { return Z_BUF_ERROR }
                    stream.next_out = base + written
                    stream.avail_out = UInt32(target.count - written)
                    let result = inflate(&stream, Z_NO_FLUSH)
                    written = target.count - Int(stream.avail_out)
                    return result
                }
                if result == Z_STREAM_END { return result }
                guard result == Z_OK || (result == Z_BUF_ERROR && stream.avail_in > 0) || (result == Z_BUF_ERROR && written == output.count) else {
                    return result
                }
                if stream.avail_in == 0 && written < output.count { return Z_BUF_ERROR }
            }
        }
        guard status == Z_STREAM_END, stream.avail_in == 0 else { throw Problem(.malformed, "The request body is not valid gzip") }
        guard written <= limit else { throw Problem(.tooLarge, "The unpacked request body is larger than \(limit) bytes") }
        output.removeLast(output.count - written)
        return output
    }

    /// Packs a response. Nil when zlib refuses.
    package static func pack(_ bytes: [UInt8], level: Int32 = 5) -> [UInt8]? {
        var stream = z_stream()
        guard mien_deflate_init_gzip(&stream, level) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 32)
        let status: Int32 = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return deflate(&stream, Z_FINISH)
            }
        }
        guard status == Z_STREAM_END else { return nil }
        output.removeLast(Int(stream.avail_out))
        return output
    }
}

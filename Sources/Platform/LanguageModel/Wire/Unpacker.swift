// Answers that come packed although nothing was said of packing.
import CZlib

/// Unpacks gzip and deflate as the bytes come. Whether they are packed is seen from the bytes: some proxies name a packing that they have undone.
struct Unpacker {
    private enum State { case undecided, plain, packed, ended }

    /// What the answer's head says, lower-cased; nil = nothing.
    private let encoding: String?
    private var state = State.undecided
    private var head: [UInt8] = []
    private var inflater: Inflater?

    /// - Throws: `.nonsense` for packings that cannot be undone, naming them.
    init(encoding: String?) throws(ModelFailure) {
        let names = (encoding ?? "").lowercased().split(separator: ",").map { $0.filter { $0 != " " } }.filter { $0 != "identity" }
        guard names.count <= 1, names.allSatisfy({ ["gzip", "x-gzip", "deflate"].contains($0) }) else {
            throw .nonsense("it is packed (\(ProviderError.told(names.joined(separator: ", "), hiding: nil))), though that was not asked for")
        }
        self.encoding = names.first
    }

    /// Whether packed bytes have begun and not ended.
    var isCut: Bool { state == .packed }

    /// Hands over what `bytes` hold, in parts of a bounded size.
    /// - Throws: `.nonsense` where they cannot be unpacked; what `take` throws.
    mutating func unpack(_ bytes: some Collection<UInt8>, _ take: ([UInt8]) throws(ModelFailure) -> Void) throws(ModelFailure) {
        switch state {
        case .plain: try take(Array(bytes))
        case .ended: break
        case .packed: try inflate(Array(bytes), take)
        case .undecided:
            head += bytes
            guard head.count >= 2 else { return }
            try decide(take)
        }
    }

    /// Nothing follows: a single byte that might have begun something.
    mutating func finish(_ take: ([UInt8]) throws(ModelFailure) -> Void) throws(ModelFailure) {
        guard state == .undecided, !head.isEmpty else { return }
        state = .plain
        try take(head)
    }

    private mutating func decide(_ take: ([UInt8]) throws(ModelFailure) -> Void) throws(ModelFailure) {
        let bytes = head
        head = []
        // zlib's head: method 8, and both bytes together a multiple of 31.
        let isZlib = bytes[0] & 0x0F == 8 && (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0
        let isGzip = bytes[0] == 0x1F && bytes[1] == 0x8B
        // Raw deflate has no head; text that is no packing at all begins with a character of its own.
        let isRaw = encoding == "deflate" && !isZlib && !isGzip && !Self.beginsText(bytes[0])
        guard isGzip || (encoding == "deflate" && isZlib) || isRaw else {
            state = .plain
            return try take(bytes)
        }
        guard let inflater = Inflater(isRaw: isRaw) else { throw .nonsense("it is packed and cannot be unpacked") }
        self.inflater = inflater
        state = .packed
        try inflate(bytes, take)
    }

    private static func beginsText(_ byte: UInt8) -> Bool { [0x7B, 0x5B, 0x3C, 0x3A, 0x64, 0x65, 0x69, 0x72, 0x20, 0x0A, 0x0D, 0xEF].contains(byte) }

    private mutating func inflate(_ bytes: [UInt8], _ take: ([UInt8]) throws(ModelFailure) -> Void) throws(ModelFailure) {
        guard let inflater else { return }
        var rest = bytes[...]
        while true {
            guard let step = inflater.step(&rest) else { throw .nonsense("it is packed and cannot be unpacked") }
            if !step.bytes.isEmpty { try take(step.bytes) }
            if step.isOver {
                state = .ended
                return
            }
            if rest.isEmpty, step.bytes.count < Inflater.portion { return }
        }
    }
}

/// zlib's state, which has to stay where it is.
private final class Inflater {
    /// Bytes of one portion: as much as a packed bomb can do before its bound is looked at.
    static let portion = 64 << 10

    private var stream = z_stream()

    init?(isRaw: Bool) {
        guard mien_inflate_init(&stream, isRaw ? -15 : 15 + 32) == Z_OK else { return nil }
    }

    deinit { inflateEnd(&stream) }

    /// The next portion, taking from `input`; nil where it is damaged.
    func step(_ input: inout ArraySlice<UInt8>) -> (bytes: [UInt8], isOver: Bool)? {
        var result = Z_OK
        var taken = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Self.portion) { buffer, count in
            input.withUnsafeBufferPointer { given in
                stream.next_in = UnsafeMutablePointer(mutating: given.baseAddress)
                stream.avail_in = uInt(given.count)
                stream.next_out = buffer.baseAddress
                stream.avail_out = uInt(buffer.count)
                result = inflate(&stream, Z_SYNC_FLUSH)
                taken = given.count - Int(stream.avail_in)
                count = buffer.count - Int(stream.avail_out)
            }
        }
        input = input.dropFirst(taken)
        // Z_BUF_ERROR: more input is needed.
        guard [Z_OK, Z_STREAM_END, Z_BUF_ERROR].contains(result) else { return nil }
        return (bytes, result == Z_STREAM_END)
    }
}

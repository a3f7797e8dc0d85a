import Foundation

/// Embeddings of every sentence seen so far: computed once, on all cores, kept in memory and, if asked, handed over to be kept.
package final class SentenceEmbeddings: @unchecked Sendable {
    package typealias Embed = @Sendable ([String]) -> [[Float]]

    private let embed: Embed
    private let dimensions: Int
    private let keep: (@Sendable (Data) -> Void)?
    private let lock = NSLock()
    private var known: [UInt64: [Float]] = [:]
    private let report: @Sendable (String) -> Void

    /// - Parameters:
    ///   - kept: what an earlier run handed to `keep`, of the same encoder; `nil` = nothing.
    ///   - keep: called with everything known after a large load.
    package init(
        dimensions: Int, kept: Data? = nil, keep: (@Sendable (Data) -> Void)? = nil, report: @escaping @Sendable (String) -> Void = { _ in },
        embed: @escaping Embed
    ) {
        self.embed = embed
        self.dimensions = dimensions
        self.report = report
        self.keep = keep
        if let kept { read(kept) }
    }

    package subscript(text: String) -> [Float] {
        let key = Self.key(text)
        if let found = lock.withLock({ known[key] }) { return found }
        load([text])
        return lock.withLock { known[key] } ?? [Float](repeating: 0, count: dimensions)
    }

    /// Computes what is missing. Sentences of like length go together, so that no time is lost on padding.
    package func load(_ texts: [String]) {
        var missing: [UInt64: String] = [:]
        lock.withLock { for text in texts where known[Self.key(text)] == nil { missing[Self.key(text)] = text } }
        guard !missing.isEmpty else { return }
        let order = missing.sorted { ($0.value.utf8.count, $0.key) < ($1.value.utf8.count, $1.key) }
        let size = 64
        let batches = stride(from: 0, to: order.count, by: size).map { Array(order[$0..<min(order.count, $0 + size)]) }
        if order.count > 200 { report("embedding \(order.count) sentences") }
        let done = Counter()
        DispatchQueue.concurrentPerform(iterations: batches.count) { index in
            let batch = batches[index]
            let vectors = embed(batch.map(\.value))
            lock.withLock { for (entry, vector) in zip(batch, vectors) { known[entry.key] = vector } }
            let finished = done.increment()
            if finished % 50 == 0 { report("embedded \(finished * size) of \(order.count)") }
        }
        if order.count > 200 { save() }
    }

    private final class Counter: @unchecked Sendable {
        private let lock = NSLock()
        private var value = 0
        func increment() -> Int {
            lock.withLock {
                value += 1
                return value
            }
        }
    }

    private static func key(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash
    }

    private func read(_ data: Data) {
        let stride = 8 + 4 * dimensions
        guard data.count % stride == 0 else { return }
        data.withUnsafeBytes { bytes in
            for record in 0..<data.count / stride {
                let base = record * stride
                let key = bytes.loadUnaligned(fromByteOffset: base, as: UInt64.self)
                known[key] = (0..<dimensions).map { bytes.loadUnaligned(fromByteOffset: base + 8 + 4 * $0, as: Float.self) }
            }
        }
    }

    private func save() {
        guard let keep else { return }
        var data = Data()
        lock.withLock {
            for (key, vector) in known.sorted(by: { $0.key < $1.key }) {
                withUnsafeBytes(of: key) { data.append(contentsOf: $0) }
                vector.withUnsafeBytes { data.append(contentsOf: $0) }
            }
        }
        keep(data)
    }
}

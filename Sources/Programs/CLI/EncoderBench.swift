import Foundation
import TextEngine
import Workers

/// Measures the sentence encoder and the pool around it on sentences of 20 tokens, one thing for each line it is given.
struct EncoderBench {
    struct Cost: Encodable {
        var batch: Int
        /// CPU time for one sentence, tokenizing included.
        var seconds: Double
        /// The most memory that this process has had.
        var peakMB: Double
    }

    struct Calls: Encodable {
        /// CPU time of the same 32 calls of five sentences, one after the other and all at once.
        var sequentialSeconds: Double
        var concurrentSeconds: Double
        /// The part of the workers' time that was spent working meanwhile.
        var busyShare: Double
        var threads: Int
    }

    struct Beside: Encodable {
        /// The 99th percentile of calls of five sentences, alone and while texts of 100,000 characters are being embedded.
        var aloneP99Seconds: Double
        var besideP99Seconds: Double
    }

    let encoder: Encoder
    let sentences: [String]

    /// - Parameter folder: where `model.safetensors` and `vocab.txt` lie.
    init(folder: String) throws {
        encoder = try Encoder(weights: MappedFile.read(folder + "/model.safetensors"), vocabulary: MappedFile.read(folder + "/vocab.txt"))
        sentences = Self.sentences(encoder.tokenizer, count: 256)
    }

    /// [CLS], 17 words of one token each, a full stop and [SEP]; drawn with a fixed seed.
    private static func sentences(_ tokenizer: WordPiece, count: Int) -> [String] {
        let words = """
            the model said that people often want a clear answer about their own plans because time is short and nobody really knows what will
            happen next year in this small town near old river where children play every day with friends after school while parents work late
            """.split(whereSeparator: \.isWhitespace).map(String.init).filter { tokenizer.tokens($0).count == 3 }
        var state: UInt64 = 1
        return (0..<count).map { _ in
            (0..<17).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407  // Knuth's MMIX generator
                return words[Int(state >> 33) % words.count]
            }.joined(separator: " ") + "."
        }
    }

    func cost(batch: Int) -> Cost {
        let start = Self.cpuSeconds()
        var done = 0
        for first in stride(from: 0, through: sentences.count - batch, by: batch) {
            done += encoder.embed(Array(sentences[first..<first + batch])).count
        }
        return Cost(batch: batch, seconds: (Self.cpuSeconds() - start) / Double(max(1, done)), peakMB: Self.peakMemoryMB())
    }

    func pool(threads: Int) -> WorkerPool<String, [Float]> {
        // English has four or five bytes a token; 128 tokens are what the encoder takes through its layers at once.
        WorkerPool(name: "bench", threads: threads, batchCost: 128, cost: { min($0.utf8.count / 4 + 2, 256) }) { [encoder] in encoder.embed($0) }
    }

    func calls() async throws -> Calls {
        let threads = ProcessInfo.processInfo.activeProcessorCount
        let pool = pool(threads: threads)
        let requests = (0..<32).map { Array(sentences[$0 * 5..<$0 * 5 + 5]) }
        var best = Calls(sequentialSeconds: .infinity, concurrentSeconds: .infinity, busyShare: 0, threads: threads)
        for _ in 0..<4 {
            var start = Self.cpuSeconds()
            for request in requests { _ = try await pool.submit(request) }
            best.sequentialSeconds = min(best.sequentialSeconds, Self.cpuSeconds() - start)

            start = Self.cpuSeconds()
            let busy = Task {
                var seen = 0
                var looks = 0
                while !Task.isCancelled {
                    try? await Task.sleep(for: .milliseconds(2))
                    if pool.waiting > 0 {
                        seen += pool.busy
                        looks += 1
                    }
                }
                return Double(seen) / Double(max(1, looks * threads))
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for request in requests { group.addTask { _ = try await pool.submit(request) } }
                try await group.waitForAll()
            }
            best.concurrentSeconds = min(best.concurrentSeconds, Self.cpuSeconds() - start)
            busy.cancel()
            best.busyShare = max(best.busyShare, await busy.value)
        }
        await pool.shutdown()
        return best
    }

    func beside() async throws -> Beside {
        let pool = pool(threads: WorkerPool<String, [Float]>.defaultThreads)
        let request = Array(sentences[0..<5])
        let alone = try await percentile(pool, request, count: 100)
        let large = Task {
            let characters = sentences.reduce(0) { $0 + $1.count + 1 }
            let text = (0..<(100_000 / characters + 1)).flatMap { _ in sentences }
            while !Task.isCancelled { _ = try await pool.submit(text) }
        }
        while pool.waiting == 0 { await Task.yield() }
        let beside = try await percentile(pool, request, count: 100)
        large.cancel()
        _ = await large.result
        await pool.shutdown()
        return Beside(aloneP99Seconds: alone, besideP99Seconds: beside)
    }

    private func percentile(_ pool: WorkerPool<String, [Float]>, _ request: [String], count: Int) async throws -> Double {
        var times: [Double] = []
        for _ in 0..<count {
            let start = ContinuousClock.now
            _ = try await pool.submit(request)
            times.append((ContinuousClock.now - start) / .seconds(1))
        }
        return times.sorted()[count * 99 / 100]
    }

    /// CPU time that this process has used on all its threads.
    private static func cpuSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Linux alone tells; elsewhere 0.
    private static func peakMemoryMB() -> Double {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line.flatMap { $0.split(whereSeparator: \.isWhitespace).dropFirst().first }.flatMap { Double($0) }.map { $0 / 1024 } ?? 0
    }
}

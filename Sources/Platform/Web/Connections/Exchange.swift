import HTTPTypes
import NIOHTTP1

/// One request on a connection and its answer, as far as the connection is concerned.
struct Exchange {
    private let isHead: Bool
    private let isHTTP10: Bool
    private let keepsAlive: Bool
    private let expectsContinue: Bool
    private var isToldToContinue = false
    /// Bytes of the body that have not come yet; nil when its length is not known.
    private var missing: Int?
    private(set) var isReceived = false
    private(set) var isAnswered = false

    /// - Throws: where the body's length could not be told.
    init(_ head: HTTPRequestHead) throws(ConnectionFault) {
        let coding = head.headers[canonicalForm: "transfer-encoding"]
        guard coding.isEmpty || (coding.count == 1 && coding[0].lowercased() == "chunked") else { throw .unknownTransferCoding }
        isHead = head.method == .HEAD
        isHTTP10 = head.version.minor == 0
        // The parser stops at an upgrade, which this server never makes.
        keepsAlive = head.isKeepAlive && !head.headers.contains(name: "upgrade") && head.method != .CONNECT
        expectsContinue = !isHTTP10 && head.headers.first(name: "expect")?.lowercased() == "100-continue"
        missing = coding.isEmpty ? head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0 : nil
    }

    mutating func received(bytes: Int) { missing = missing.map { $0 - bytes } }
    mutating func receivedAll() { isReceived = true }
    mutating func toldToContinue() { isToldToContinue = true }
    mutating func answered() { isAnswered = true }

    var takesInterimAnswers: Bool { !isHTTP10 && !isReceived }

    /// Whether the connection could serve another request after this one, if it were answered now.
    func canGoOn(drainBytes: Int) -> Bool {
        guard keepsAlive else { return false }
        if isReceived { return true }
        // Whether a client that was not told to continue sends its body is its own choice.
        if expectsContinue, !isToldToContinue { return false }
        return missing.map { $0 <= drainBytes } ?? false
    }

    /// Completes the head of an answer with the headers that say where it ends.
    /// - Returns: whether the connection has to be closed after it.
    func frame(_ head: inout HTTPResponseHead, closes: Bool) -> Bool {
        var closes = closes || head.headers[canonicalForm: "connection"].contains { $0.lowercased() == "close" }
        if !head.status.mayHaveResponseBody {
            head.headers.remove(name: "content-length")
        } else if !head.headers.contains(name: "content-length"), !isHead {
            // Of HTTP/1.0 the end of the connection is the end of the answer.
            if isHTTP10 { closes = true } else { head.headers.replaceOrAdd(name: "transfer-encoding", value: "chunked") }
        }
        if closes { head.headers.replaceOrAdd(name: "connection", value: "close") } else if isHTTP10 {
            head.headers.replaceOrAdd(name: "connection", value: "keep-alive")
        }
        return closes
    }

    /// Whether the body of the answer is left out.
    var isWithoutBody: Bool { isHead }
}

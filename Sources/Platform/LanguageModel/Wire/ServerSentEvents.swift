// The event stream format of the HTML standard (9.2.6), read byte by byte: any split of the bytes gives the same events.

/// What one event of a stream holds.
struct ServerSentEvent: Equatable {
    /// The `event:` field; empty when there is none.
    var name = ""
    /// The `data:` fields, joined by line feeds.
    var data: [UInt8] = []
}

/// Cuts a stream of bytes into events. Lines may end with LF, CR or CRLF; comments, ids and unknown fields are passed over.
struct ServerSentEvents {
    private var line: [UInt8] = []
    private var current = ServerSentEvent()
    private var hasData = false
    private var endedWithCR = false
    private var isFirstLine = true

    /// Bytes of the event that is not complete yet.
    var pendingBytes: Int { line.count + current.data.count }

    /// Takes the next bytes; returns the events that they complete.
    mutating func take(_ bytes: some Sequence<UInt8>) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            let isFeedOfCRLF = endedWithCR && byte == UInt8(ascii: "\n")
            endedWithCR = byte == UInt8(ascii: "\r")
            if isFeedOfCRLF { continue }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                if let event = endLine() { events.append(event) }
            } else {
                line.append(byte)
            }
        }
        return events
    }

    /// At the end of the stream: the event that no empty line has ended. Some servers leave that line out after their last event.
    mutating func finish() -> ServerSentEvent? {
        if !line.isEmpty, let event = endLine() { return event }
        return dispatch()
    }

    private mutating func endLine() -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        }
        guard !line.isEmpty else { return dispatch() }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
            take(field: line[...], value: [])
            return nil
        }
        var value = line[(colon + 1)...]
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        take(field: line[..<colon], value: value)
        return nil
    }

    private mutating func take(field: ArraySlice<UInt8>, value: ArraySlice<UInt8>) {
        if field.elementsEqual("data".utf8) {
            if hasData { current.data.append(UInt8(ascii: "\n")) }
            current.data.append(contentsOf: value)
            hasData = true
        } else if field.elementsEqual("event".utf8) {
            current.name = String(decoding: value, as: UTF8.self)
        }
    }

    private mutating func dispatch() -> ServerSentEvent? {
        defer {
            current = ServerSentEvent()
            hasData = false
        }
        return hasData ? current : nil
    }
}

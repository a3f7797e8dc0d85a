// What the vault tells the others through the outbox.
import Outbox
import Storage
import Vocabulary

/// `vault.entry`: an entry was made.
struct VaultEntryEvent: Sendable {
    static let type = "vault.entry"
    static let family = "stratam"
    /// Bytes of the content that an event carries (documented: 8 KiB).
    static let contentLimit = 8 << 10

    let id = ID.new(.event)
    let organizationID: String
    let time: Timestamp
    /// The whole envelope. Written by hand, names in order as elsewhere: it is made with every note, and a general encoder takes ten times as long.
    let body: [UInt8]

    init(_ entry: VaultEntry, at now: Timestamp) {
        organizationID = entry.shelf.organizationID
        time = now
        var text = JSONBytes()
        text.add(#"{"data":{"content":"#)
        text.quote(entry.content.clipped(toBytes: Self.contentLimit, mark: ""))
        text.add(#","created_at":"\#(entry.createdAt.iso8601Milliseconds)","entry_id":"\#(entry.id)","org_id":"#)
        text.add(entry.shelf.publicOrganizationID.map { "\"\($0)\"" } ?? "null")
        text.add(#","scope":"\#(entry.shelf.scope)","source":"\#(entry.source.rawValue)","tags":["#)
        for (index, tag) in entry.tags.enumerated() {
            if index > 0 { text.add(",") }
            text.quote(tag)
        }
        text.add(#"]},"id":"\#(id)","timestamp":"\#(now.iso8601Milliseconds)","type":"\#(Self.type)"}"#)
        body = text.bytes
    }
}

/// JSON that is put together piece by piece.
private struct JSONBytes {
    var bytes: [UInt8] = []

    mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// A string in quotation marks: those, backslashes and control characters are written as escapes.
    mutating func quote(_ text: String) {
        let digits = Array("0123456789abcdef".utf8)
        bytes.reserveCapacity(bytes.count + text.utf8.count + 16)
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
            case 0..<0x20: bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

extension Outbox {
    func record(_ event: VaultEntryEvent, in db: any SQLSession) async throws {
        try await record(
            type: VaultEntryEvent.type, family: VaultEntryEvent.family, organizationID: event.organizationID, body: event.body,
            eventID: event.id, at: event.time, in: db)
    }
}

// An imported ZIP archive: which of its files are read, within bounds.
import Vocabulary
import Web

struct ImportArchive {
    /// Files of an archive (our choice: a large Obsidian vault has some thousands).
    static let entryLimit = 20_000
    /// Bytes of all unpacked files together (our choice: texts pack to a fifth, so that a full upload fits).
    static let sizeLimit = 100 << 20

    private let archive: ZipArchive
    private let sizeLimit: Int

    /// - Parameter sizeLimit: bytes of all unpacked files together.
    init(_ bytes: [UInt8], sizeLimit: Int = Self.sizeLimit) throws {
        archive = try ZipArchive(bytes, entryLimit: Self.entryLimit)
        self.sizeLimit = sizeLimit
    }

    /// Hands over the files with one of these endings, in the order of the archive; the others are passed over.
    func forEach(
        _ endings: Set<String>, otherwise reason: String, _ passedOver: inout PassedOver,
        _ body: (_ name: String, _ bytes: [UInt8], _ modifiedAt: Timestamp?, inout PassedOver) throws -> Void
    ) throws {
        var total = 0
        for entry in archive.entries {
            let parts = entry.name.split(separator: "/")
            if let fault = entry.fault { passedOver.add(entry.name, fault) }
            else if parts.contains(where: { $0.hasPrefix(".") || $0 == "__MACOSX" }) { passedOver.add(entry.name, "is a hidden file") }
            else if !endings.contains(Self.ending(entry.name)) { passedOver.add(entry.name, reason) }
            else {
                total += entry.size
                guard total <= sizeLimit else {
                    throw Problem(.tooLarge, "The files of the ZIP archive are larger than \(sizeLimit >> 20) MiB when unpacked")
                }
                try body(entry.name, try archive.unpack(entry), entry.modifiedAt, &passedOver)
            }
        }
    }

    private static func ending(_ name: String) -> String {
        name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
    }
}

// Vectors of notes, made in the background.
import Storage
import Vocabulary

/// What makes a vector of a text.
package struct VaultEncoder: Sendable {
    /// Vectors of different models are never compared.
    package var model: String
    /// One vector a text, in their order; nil when there is no encoder at the moment.
    package var embed: @Sendable ([String]) async -> [[Float]]?

    package init(model: String, embed: @escaping @Sendable ([String]) async -> [[Float]]?) {
        self.model = model
        self.embed = embed
    }
}

package struct VaultVectors: Sendable {
    let database: any SQLDatabase
    let encoder: VaultEncoder

    package init(database: any SQLDatabase, encoder: VaultEncoder) {
        self.database = database
        self.encoder = encoder
    }

    /// Notes that are read together (our choice: at most 128 pieces, some seconds of one thread).
    private static let stretch = 16

    /// Makes the vectors that are missing, those of the newest notes first; how many notes it read.
    @discardableResult
    package func makeMissing(limit: Int = .max) async throws -> Int {
        try await renewIfModelChanged()
        var count = 0
        while count < limit, !Task.isCancelled {
            let entries = try await VaultVectorStore.waiting(limit: min(Self.stretch, limit - count), in: database)
            guard !entries.isEmpty else { break }
            let pieces = entries.map { NoteVector.pieces(of: $0.content) }
            guard let vectors = await encoder.embed(pieces.flatMap(\.self)), vectors.count == pieces.reduce(0, { $0 + $1.count }) else { break }
            var rest = vectors[...]
            let made = zip(entries, pieces).map { entry, pieces in
                defer { rest = rest.dropFirst(pieces.count) }
                return (entry, NoteVector(mean: rest.prefix(pieces.count)))
            }
            try await database.transaction { [model = encoder.model] db in
                for (entry, vector) in made { try await VaultVectorStore.store(vector, of: entry, model: model, in: db) }
            }
            count += entries.count
        }
        return count
    }

    /// Has all notes read anew when another encoder made their vectors.
    func renewIfModelChanged() async throws {
        let model = encoder.model
        guard try await VaultVectorStore.knownModel(in: database) != model else { return }
        try await database.transaction { db in
            let known = try await VaultVectorStore.knownModel(in: db)
            guard known != model else { return }
            if known != nil { try await VaultVectorStore.forgetAll(in: db) }
            try await VaultVectorStore.noteModel(model, in: db)
        }
    }
}

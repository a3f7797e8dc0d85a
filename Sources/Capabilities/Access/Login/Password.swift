// Passwords: what is accepted, and scrypt.
import Crypto
import CryptoExtras
import Dispatch
import Foundation
import Vocabulary
import Web

package enum Password {
    /// The one form of a password, whatever keyboard it was typed on: OpaqueString of RFC 8265, which is normal form C with every kind of space as
    /// the plain one. Capitals and wide letters stay what they are.
    static func prepared(_ password: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in password.unicodeScalars {
            scalars.append(!scalar.isASCII && scalar.properties.generalCategory == .spaceSeparator ? " " : scalar)
        }
        return String(scalars).normalized
    }

    /// The forms in which a password may have been hashed, today's first: earlier versions hashed it as it was typed, and some keyboards give letters
    /// and their accents apart. One alone of a password in ASCII.
    static func knownForms(_ password: String) -> [String] {
        var forms: [String] = []
        for form in [prepared(password), password, password.normalized, password.decomposed]
        where !forms.contains(where: { $0.utf8.elementsEqual(form.utf8) }) { forms.append(form) }
        return forms
    }

    /// Whether two texts are one password.
    static func areSame(_ one: String, _ other: String) -> Bool { Secrets.areSame(prepared(one), prepared(other)) }

    /// Eight to 128 characters of any kind, and not one of those that everybody tries (ASVS 5.0, 6.2).
    package static func check(_ password: String, _ field: String) throws {
        let password = prepared(password)
        guard (8...128).contains(password.unicodeScalars.count) else { throw Problem.invalid(field, "must have 8 to 128 characters") }
        guard !common.contains(password.lowercased()) else { throw Problem.invalid(field, "is one of the most used passwords; choose another") }
    }

    /// What somebody gives as theirs: whatever it was once allowed to be.
    static func checkGiven(_ password: String, _ field: String) throws {
        // Counted as it was counted then, too.
        let counts = [prepared(password), password].map(\.unicodeScalars.count)
        guard counts[0] >= 1, (counts.min() ?? 0) <= 128 else { throw Problem.invalid(field, "must have 1 to 128 characters") }
    }

    /// Much-used passwords of eight characters and more (our choice: those that top every published list).
    private static let common: Set<String> = [
        "12345678", "123456789", "1234567890", "password", "password1", "password12", "password123", "qwertyuiop", "qwerty123", "1q2w3e4r",
        "1q2w3e4r5t", "11111111", "00000000", "88888888", "87654321", "987654321", "iloveyou", "sunshine", "princess", "football",
        "baseball", "superman", "trustno1", "welcome1", "letmein1", "abcd1234", "abc12345", "asdfghjkl", "zxcvbnm1", "passw0rd",
        "p@ssw0rd", "p@ssword", "administrator", "admin123", "admin1234", "changeme", "changeme1", "computer", "michelle", "jennifer",
        "starwars", "whatever", "charlie1", "monkey123", "dragon123", "master123", "qazwsxedc", "1qaz2wsx", "12341234", "123123123",
        "11223344", "aaaaaaaa", "internet", "samsung1", "google123", "test1234", "testtest", "secret123", "liverpool", "chocolate",
    ]
}

/// Hashes passwords with scrypt (RFC 7914), at most two at a time, off the request threads.
package struct PasswordHasher: Sendable {
    /// scrypt's cost: rounds N = 2^`logRounds`, block size r, parallelism p.
    package struct Cost: Sendable, Equatable {
        package var logRounds: Int
        package var blockSize: Int
        package var parallelism: Int

        package init(logRounds: Int, blockSize: Int, parallelism: Int) {
            self.logRounds = logRounds
            self.blockSize = blockSize
            self.parallelism = parallelism
        }

        /// N = 2^15, r = 8, p = 3 (documented in our decisions).
        package static let standard = Cost(logRounds: 15, blockSize: 8, parallelism: 3)
        /// For tests alone.
        package static let quick = Cost(logRounds: 4, blockSize: 8, parallelism: 1)
    }

    /// Hashes that may wait their turn (our choice: some ten seconds of work).
    private static let mostWaiting = 64

    private let cost: Cost
    private let queue: OperationQueue

    package init(cost: Cost) {
        self.cost = cost
        queue = OperationQueue()
        queue.maxConcurrentOperationCount = 2
        queue.name = "mien.passwords"
    }

    /// `scrypt$logN$r$p$salt$hash` of the prepared form, salt and hash in base64.
    func hash(_ password: String) async throws -> String { try await rawHash(Password.prepared(password)) }

    /// Of the text as it is.
    func rawHash(_ text: String) async throws -> String {
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Data($0) }
        let hash = try await derive(text, salt, cost)
        return "scrypt$\(cost.logRounds)$\(cost.blockSize)$\(cost.parallelism)$\(salt.base64EncodedString())$\(hash.base64EncodedString())"
    }

    enum Verdict: Sendable { case wrong, right, rightInEarlierForm }

    /// Whether the password is the one hashed, in today's form or an earlier one. Without a stored hash the same work is done and the answer is no,
    /// so that an unknown account takes as long as a wrong password.
    func compare(_ password: String, _ stored: String?) async throws -> Verdict {
        for (index, form) in Password.knownForms(password).enumerated() where try await matches(form, stored) {
            return index == 0 ? .right : .rightInEarlierForm
        }
        return .wrong
    }

    private func matches(_ password: String, _ stored: String?) async throws -> Bool {
        let parts = stored?.split(separator: "$").map(String.init) ?? []
        guard parts.count == 6, parts[0] == "scrypt", let logRounds = Int(parts[1]), let blockSize = Int(parts[2]), let parallelism = Int(parts[3]),
            let salt = Data(base64Encoded: parts[4]), let expected = Data(base64Encoded: parts[5])
        else {
            _ = try await derive(password, Data(repeating: 0, count: 16), cost)
            return false
        }
        let found = try await derive(password, salt, Cost(logRounds: logRounds, blockSize: blockSize, parallelism: parallelism))
        // Comparing authentication codes of both takes the same time wherever they differ.
        let key = SymmetricKey(size: .bits256)
        return HMAC<SHA256>.isValidAuthenticationCode(HMAC<SHA256>.authenticationCode(for: found, using: key), authenticating: expected, using: key)
    }

    private func derive(_ password: String, _ salt: Data, _ cost: Cost) async throws -> Data {
        guard queue.operationCount < Self.mostWaiting else { throw Problem(.unavailable, "Too many logins at once; try again", retryAfter: 2) }
        return try await withCheckedThrowingContinuation { continuation in
            queue.addOperation {
                continuation.resume(
                    with: Result {
                        try KDF.Scrypt.deriveKey(
                            from: Data(password.utf8), salt: salt, outputByteCount: 32, rounds: 1 << cost.logRounds,
                            blockSize: cost.blockSize, parallelism: cost.parallelism, maxMemory: 256 << 20
                        ).withUnsafeBytes { Data($0) }
                    })
            }
        }
    }
}

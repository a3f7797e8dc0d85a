// One run of a compiled SQLite statement: values bound and rows read without a detour.
import GRDB
import GRDBSQLite
import Glibc

/// Runs a statement once. GRDB opens the connections, compiles statements and keeps them; binding and stepping go straight to SQLite, because
/// arguments and rows of GRDB cost a small statement several times what SQLite itself needs for it.
///
/// What is bound is let go at the end, so that a kept statement holds no memory and no lock.
struct SQLiteRun: ~Copyable {
    /// Held, because it closes its pointer when nobody holds it.
    private let compiled: Statement
    private let statement: OpaquePointer
    private let connection: OpaquePointer?
    /// SQLite's own copy of what is bound.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(_ statement: Statement, on database: Database) {
        compiled = statement
        self.statement = statement.sqliteStatement
        connection = database.sqliteConnection
    }

    deinit {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
    }

    /// Binds the parameter of this number, from 1 on.
    /// - Throws: for values that not both databases can keep, and when SQLite refuses one.
    func bind(_ value: SQLValue, at number: Int) throws {
        try value.checkStorable()
        let number = Int32(number)
        let code =
            switch value {
            case .null: sqlite3_bind_null(statement, number)
            case .integer(let integer): sqlite3_bind_int64(statement, number, integer)
            case .real(let real): sqlite3_bind_double(statement, number, real)
            case .text(var text):
                text.withUTF8 { bytes in
                    // A null pointer would be NULL, not an empty text.
                    guard let start = bytes.baseAddress, !bytes.isEmpty else { return sqlite3_bind_text(statement, number, "", 0, nil) }
                    return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                        sqlite3_bind_text64(statement, number, $0, UInt64(bytes.count), Self.copied, UInt8(SQLITE_UTF8))
                    }
                }
            case .bytes(let bytes):
                bytes.isEmpty
                    ? sqlite3_bind_zeroblob(statement, number, 0)
                    : bytes.withUnsafeBytes { sqlite3_bind_blob64(statement, number, $0.baseAddress, UInt64($0.count), Self.copied) }
            }
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// Goes on to the next row; false at the end.
    func step() throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw failure(code)
        }
    }

    /// Column name → position.
    func columns() -> [String: Int] {
        var columns: [String: Int] = [:]
        for index in 0..<sqlite3_column_count(statement) {
            guard let name = sqlite3_column_name(statement, index) else { continue }
            let text = String(cString: name)
            if columns[text] == nil { columns[text] = Int(index) }
        }
        return columns
    }

    /// The row that `step` has reached.
    func values() -> [SQLValue] {
        let count = Int(sqlite3_data_count(statement))
        return [SQLValue](unsafeUninitializedCapacity: count) { values, written in
            for index in 0..<count { values.initializeElement(at: index, to: value(Int32(index))) }
            written = count
        }
    }

    private func value(_ index: Int32) -> SQLValue {
        switch sqlite3_column_type(statement, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, index))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, index))
        case SQLITE_TEXT:
            // The length is asked for after the text, as SQLite wants it.
            let start = sqlite3_column_text(statement, index)
            return .text(String(decoding: UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index))), as: UTF8.self))
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(statement, index)
            return .bytes([UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index)))))
        default: return .null
        }
    }

    private func failure(_ code: Int32) -> SQLError {
        let known = sqlite3_extended_errcode(connection)
        let message = sqlite3_errmsg(connection).map { String(cString: $0) }
        return SQLError(DatabaseError(resultCode: ResultCode(rawValue: known & 0xFF == code & 0xFF ? known : code), message: message))
    }
}

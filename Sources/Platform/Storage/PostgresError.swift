// What PostgreSQL's five-character codes mean to us.
import CLibpq

extension SQLError {
    init(postgres result: OpaquePointer) {
        func field(_ code: Int32) -> String? { PQresultErrorField(result, code).map { String(cString: $0) } }
        let sqlState = field(mien_pg_diag_sqlstate)
        let message = field(mien_pg_diag_message) ?? String(cString: PQresultErrorMessage(result))
        self.init(Self.kind(sqlState ?? "", constraint: field(mien_pg_diag_constraint)), message, sqlState: sqlState)
    }

    private static func kind(_ state: String, constraint: String?) -> Kind {
        switch state {
        case "23505": return .uniqueViolation(constraint: constraint)
        case "23503": return .foreignKeyViolation
        // A statement timeout, a lock timeout, a serialization failure, a deadlock: the same may succeed later. (57014 is also
        // how a cancellation ends; whoever cancelled knows.)
        case "57014", "55P03", "40001", "40P01": return .unavailable
        case "08007", "40003": return .outcomeUnknown
        case "25006": return .notWritable(reason: "PostgreSQL is in recovery or read-only")
        case "53100": return .notWritable(reason: "the disk of the PostgreSQL server is full")
        default: break
        }
        switch state.prefix(2) {
        case "23": return .otherConstraint
        // Connection lost, out of resources, shutting down, errors of the disk. Without a code libpq itself lost the connection.
        case "08", "53", "57", "58", "": return .unavailable
        default: return .other
        }
    }

    /// The transaction was chosen as the victim of a conflict; run again it may pass.
    var isConflict: Bool { sqlState == "40001" || sqlState == "40P01" }

    /// A prepared statement no longer fits the schema, or is gone: preparing it anew helps.
    var isStalePlan: Bool { sqlState == "26000" || (sqlState == "0A000" && message.contains("cached plan")) }
}

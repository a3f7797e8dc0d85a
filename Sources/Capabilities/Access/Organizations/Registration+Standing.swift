import Storage

extension Registration {
    /// What somebody without an account can do here: may they register, and would they be the first?
    package func standing() async throws -> (isOpen: Bool, isFirst: Bool) {
        let isFirst = try await !OrganizationStore.any(in: database)
        switch mode {
        case .open: return (true, isFirst)
        case .first: return (isFirst, isFirst)
        case .closed: return (false, isFirst)
        }
    }
}

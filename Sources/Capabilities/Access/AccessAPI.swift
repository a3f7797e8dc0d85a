// Every endpoint of this capability: the Stradum document's "Authentication", PSA's keys, and a person's own account.
import Crypto
import Logging
import Storage
import Vocabulary
import Web

/// Organizations, their people, their keys, and who is calling.
package struct Access: Sendable {
    package let registration: Registration
    package let authentication: Authentication
    package let usage: Usage
    package let actions: Actions
    package let idempotency: IdempotentAnswers
    private let keys: KnownKeys<KeyStore.Known>
    private let psaKeys: KnownKeys<BearerKeyStore.Known>
    private let personalKeys: KnownKeys<PersonalKeyStore.Known>
    private let database: any SQLDatabase
    private let registrationHandlers: RegistrationHandlers
    private let organizationHandlers: OrganizationHandlers
    private let loginHandlers: LoginHandlers
    private let keyHandlers: KeyHandlers
    private let bearerKeyHandlers: BearerKeyHandlers
    private let userHandlers: UserHandlers
    private let accountHandlers: AccountHandlers
    private let sessionHandlers: LoginSessionHandlers
    private let passwordHandlers: PasswordHandlers
    private let personalKeyHandlers: PersonalKeyHandlers
    private let auditHandlers: AuditHandlers
    private let limitHandlers: LimitHandlers

    package struct Settings: Sendable {
        package var registration = RegistrationMode.open
        /// Registrations per address (our choice: 60 at once, then one every 5 s).
        package var registrationLimit = RateLimit(burst: 60, perSecond: 0.2)
        package var passwordCost = PasswordHasher.Cost.standard
        package var usage = UsagePolicy()
        package var actions = ActionPolicy()
        package var limits = InstanceLimits()
        /// Whether browsers on this machine are given their cookie over plain HTTP too.
        package var allowsInsecureCookies = false
        package init() {}
    }

    package init(
        database: any SQLDatabase, instanceKey: InstanceKey, settings: Settings, limiter: RateLimiter, clock: @escaping Clock, logger: Logger
    ) async throws {
        self.database = database
        let hasher = PasswordHasher(cost: settings.passwordCost)
        let tokens = await LoginTokens(key: instanceKey.derived("login tokens"))
        usage = Usage(database: database, policy: settings.usage)
        registration = Registration(database: database, hasher: hasher, mode: settings.registration, clock: clock)
        let keys = KnownKeys<KeyStore.Known>(channel: "keys")
        self.keys = keys
        let psaKeys = KnownKeys<BearerKeyStore.Known>(channel: "psa_keys")
        self.psaKeys = psaKeys
        let personalKeys = KnownKeys<PersonalKeyStore.Known>(channel: "personal_keys")
        self.personalKeys = personalKeys
        actions = Actions(database: database, policy: settings.actions)
        idempotency = IdempotentAnswers(database: database, key: instanceKey.derived("idempotent answers"), clock: clock, logger: logger)
        auditHandlers = AuditHandlers(database: database)
        limitHandlers = LimitHandlers(limits: settings.limits)
        authentication = Authentication(
            database: database, tokens: tokens, clock: clock, keys: keys, psaKeys: psaKeys, personalKeys: personalKeys,
            defaultPlan: settings.usage.defaultPlan, actionPolicy: settings.actions)
        registrationHandlers = RegistrationHandlers(registration: registration, limiter: limiter, limit: settings.registrationLimit)
        organizationHandlers = OrganizationHandlers(database: database)
        let logins = Logins(
            database: database, hasher: hasher, tokens: tokens, pseudonymKey: instanceKey.derived("audit pseudonyms"))
        let cookie = LoginCookie(isInsecureAllowed: settings.allowsInsecureCookies)
        loginHandlers = LoginHandlers(
            database: database, logins: logins, cookie: cookie, limiter: limiter, addressLimit: settings.limits.anonymousRequests)
        sessionHandlers = LoginSessionHandlers(database: database, logins: logins, cookie: cookie)
        passwordHandlers = PasswordHandlers(logins: logins, cookie: cookie)
        accountHandlers = AccountHandlers(database: database, actions: actions)
        personalKeyHandlers = PersonalKeyHandlers(database: database, keys: personalKeys)
        keyHandlers = KeyHandlers(database: database, keys: keys)
        bearerKeyHandlers = BearerKeyHandlers(database: database, keys: psaKeys)
        userHandlers = UserHandlers(database: database, hasher: hasher, personalKeys: personalKeys)
    }

    /// Forgets failed logins and logins whose time is over.
    package func purgeLogins(now: Timestamp) async throws {
        try await LoginThrottle.purge(now: now, in: database)
        try await LoginSessionStore.purge(now: now, in: database)
    }

    /// Heeds what other servers on this database tell, until the task is cancelled.
    package func listen() async {
        await withTaskGroup { group in
            group.addTask { await keys.listen(on: database) }
            group.addTask { await psaKeys.listen(on: database) }
            group.addTask { await personalKeys.listen(on: database) }
        }
    }

    package func addRoutes(to api: APIRoutes) {
        // Registration and login
        api.open(.post, "auth/register", registrationHandlers.register)
        api.open(.post, "auth/login", loginHandlers.login)
        api.member(.post, "auth/logout", loginHandlers.logout)
        api.member(.get, "auth/me", loginHandlers.me)
        // Keys
        api.member(.post, "auth/keys", role: .admin, keyHandlers.create)
        api.member(.get, "auth/keys", keyHandlers.list)
        api.member(.delete, "auth/keys/{key_id}", role: .admin, keyHandlers.revoke)
        // Users
        api.member(.post, "auth/users", role: .admin, userHandlers.invite)
        api.member(.get, "auth/users", userHandlers.list)
        api.member(.patch, "auth/users/{user_id}", role: .admin, userHandlers.changeRole)
        api.member(.delete, "auth/users/{user_id}", role: .admin, userHandlers.remove)
        // The organization itself (ours to add)
        api.member(.get, "auth/organization", organizationHandlers.show)
        api.member(.patch, "auth/organization", role: .admin, organizationHandlers.change)
    }

    /// The PSA document's "Generate API keys from Settings".
    package func addPSARoutes(to api: APIRoutes) {
        api.member(.get, "keys", bearerKeyHandlers.list)
        api.member(.post, "keys", role: .admin, bearerKeyHandlers.create)
        api.member(.delete, "keys/{key_id}", role: .admin, bearerKeyHandlers.delete)
    }

    /// What a person sees and changes of their own account (ours to add to the Stratam document).
    package func addAccountRoutes(to api: APIRoutes) {
        api.person(.get, "account", scope: .read, accountHandlers.show)
        // Logins
        api.person(.get, "account/sessions", scope: .admin, sessionHandlers.list)
        api.person(.post, "account/sessions/end", scope: .admin, sessionHandlers.end)
        api.person(.post, "account/logout", scope: .admin, sessionHandlers.logout)
        api.person(.post, "account/logout-everywhere", scope: .admin, sessionHandlers.logoutEverywhere)
        api.person(.post, "account/password", scope: .admin, passwordHandlers.change)
        // Keys
        api.person(.get, "account/keys", scope: .admin, personalKeyHandlers.list)
        api.person(.post, "account/keys/create", scope: .admin, personalKeyHandlers.create)
        api.person(.post, "account/keys/revoke", scope: .admin, personalKeyHandlers.revoke)
        // What was done, and what may be done
        api.person(.get, "audit", scope: .admin, role: .admin, auditHandlers.list)
        api.person(.get, "limits", scope: .read, limitHandlers.show)
    }
}

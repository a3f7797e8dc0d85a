// swift-tools-version: 6.2
// The house of Mien, floor by floor. Arrows only fall: a program uses capabilities, a capability
// uses engines, `Access` and the platform, an engine uses nothing but Foundation.
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// Numerics are compiled with optimisation in debug builds too: the test suite evaluates them on real data.
let engineSettings = settings + [.unsafeFlags(["-O"], .when(configuration: .debug))]

func platform(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/Platform/\(name)", exclude: exclude, swiftSettings: settings)
}

func engine(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/Engines/\(name)", swiftSettings: engineSettings)
}

func capability(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/Capabilities/\(name)", swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, path: "Tests/\(name)", swiftSettings: settings)
}

let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let jwt = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")

let package = Package(
    name: "mien",
    products: [.executable(name: "mien", targets: ["mien"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["JSON"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // Platform: what every capability stands on.
        platform("Vocabulary"),  // the words everybody speaks
        .systemLibrary(name: "CLibpq", path: "Sources/Platform/CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CZlib", path: "Sources/Platform/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CAllocator", path: "Sources/Platform/CAllocator"),  // how malloc treats large buffers
        .target(name: "CEmbedded", path: "Sources/Platform/CEmbedded"),  // files compiled into the binary: SQL, pages, SDK
        platform("Storage", ["Vocabulary", "CLibpq", grdb, sqlite, logging]),  // SQLite and PostgreSQL behind one door
        platform("Schema", ["Storage", "CEmbedded"], exclude: ["Migrations"]),  // the tables, as a history of migrations
        platform("Outbox", ["Storage", "Vocabulary"]),  // what happened, recorded with the change that caused it
        platform("Audit", ["Storage", "Vocabulary", crypto]),  // who did what, each record bound to the one before
        platform("Jobs", ["Storage", "Vocabulary", logging]),  // the one durable queue and the one scheduler
        platform("OutboundHTTP", ["Vocabulary", httpClient, logging]),  // requests to addresses that others gave us
        platform("APIClient", ["Vocabulary", httpClient]),  // speaks our own API, as a customer would
        platform("ModelText"),  // what models write beside their answer: reasoning, halves of characters
        // What is asked of a language model, and what comes back.
        platform("LanguageModel", ["Vocabulary", "ModelText", "CZlib", httpClient, logging]),
        platform("Workers", ["Vocabulary"]),  // threads for long arithmetic, and mapped files
        platform("Web", ["Vocabulary", "CZlib", hummingbird, crypto, lifecycle, logging]),

        // Engines: values in, values out.
        engine("MatchEngine"),
        engine("MatchEvaluation", ["MatchEngine"]),  // protocols, classic detectors and error rates
        .target(  // the encoder's arithmetic, optimised in debug builds too
            name: "CTextKernels", path: "Sources/Engines/CTextKernels", cSettings: [.unsafeFlags(["-O3"])]),
        engine("TextEngine", ["CTextKernels"]),  // sentences to vectors
        engine("PostureEngine", ["ModelText"]),
        engine("SearchEngine"),  // words, queries, ranking and snippets of full-text search
        engine("PostureEvaluation", ["PostureEngine", "TextEngine"]),  // labelled tasks, reference heads and training

        // Capabilities: what the product does.
        capability("Access", ["Vocabulary", "Web", "Storage", "Audit", crypto, cryptoExtras, jwt, logging]),
        capability("Webhooks", ["Access", "Vocabulary", "Web", "Storage", "Audit", "Outbox", "OutboundHTTP", crypto, logging]),
        capability("Posture", ["Access", "Vocabulary", "Web", "Storage", "Audit", "Outbox", "PostureEngine", "ModelText", crypto]),
        capability(
            "Assistant",
            ["Access", "Vocabulary", "Web", "Storage", "Audit", "Outbox", "Jobs", "OutboundHTTP", "LanguageModel", "SearchEngine", crypto, logging]),
        capability("Biometrics", ["Access", "Vocabulary", "Web", "Storage", "Audit", "Outbox", "Jobs", "MatchEngine", crypto, logging]),

        // Programs: what one starts.
        .target(
            name: "Server",
            dependencies: [
                "Vocabulary", "Web", "Storage", "Schema", "Outbox", "Audit", "Jobs", "OutboundHTTP", "LanguageModel", "CEmbedded",
                "Access", "Assistant", "Webhooks", "Biometrics", "Posture", "MatchEngine", "PostureEngine", "TextEngine", "Workers", "CAllocator",
                "APIClient", hummingbird, logging, lifecycle, configuration, crypto,
            ],
            path: "Sources/Programs/Server", swiftSettings: settings),
        .executableTarget(
            name: "mien",
            dependencies: [
                "Server", "Access", "Assistant", "Audit", "Biometrics", "Posture", "Schema", "Storage", "APIClient", "MatchEngine",
                "MatchEvaluation", "PostureEngine", "PostureEvaluation", "TextEngine", "Workers", "Vocabulary", arguments, logging,
            ],
            path: "Sources/Programs/CLI", swiftSettings: settings),

        // Tests.
        .target(
            name: "Support",
            dependencies: [
                "Vocabulary", "Storage", "Schema", "Server", "Web", "Access", "LanguageModel", "OutboundHTTP", hummingbird, hummingbirdTesting,
                logging,
            ],
            path: "Tests/Support", exclude: ["mien_process.py"], swiftSettings: settings),
        .testTarget(name: "EngineTests", dependencies: ["MatchEngine", "MatchEvaluation"], path: "Tests/EngineTests", swiftSettings: engineSettings),
        .testTarget(name: "PostureEngineTests", dependencies: ["PostureEngine"], path: "Tests/PostureEngineTests", swiftSettings: engineSettings),
        .testTarget(
            name: "PostureEvaluationTests", dependencies: ["PostureEvaluation", "PostureEngine"], path: "Tests/PostureEvaluationTests",
            swiftSettings: engineSettings),
        .testTarget(
            name: "SearchEngineTests", dependencies: ["SearchEngine", "Assistant", "Schema", "Storage", "Vocabulary", "Support"],
            path: "Tests/SearchEngineTests", swiftSettings: engineSettings),
        tests("StorageTests", ["Storage", "Schema", "Jobs", "Vocabulary", "Support", logging]),
        tests("WebTests", ["Web", "Vocabulary", hummingbird, hummingbirdTesting, logging]),
        tests("OutboundTests", ["OutboundHTTP"]),
        .testTarget(
            name: "LanguageModelTests", dependencies: ["LanguageModel", "ModelText", "CZlib", "Vocabulary"], 
            path: "Tests/LanguageModelTests", exclude: ["Fixtures"],
            swiftSettings: settings),
        tests("WebhookTests", ["Webhooks", "Outbox", "OutboundHTTP", "Storage", "Web", "Support", hummingbirdTesting, crypto, logging]),
        tests("BiometricsTests", ["Biometrics", "MatchEngine", "Vocabulary"]),
        tests(
            "AssistantTests",
            [
                "Assistant", "Access", "Audit", "Jobs", "LanguageModel", "OutboundHTTP", "Outbox", "Schema", "SearchEngine", "Server", "Storage",
                "Vocabulary", "Web", "Support", logging,
            ]),
        tests("AccessTests", ["Audit", "Access", "Storage", "Schema", "Vocabulary", "Web", "Support", crypto, logging]),
        tests(
            "APITests",
            ["Audit", "Support", "Server", "Assistant", "Biometrics", "Access", "Jobs", "LanguageModel", "MatchEngine", "Schema", "Storage",
             "Vocabulary", "Web"]),
        .testTarget(
            name: "TextEngineTests", dependencies: ["TextEngine"], path: "Tests/TextEngineTests", exclude: ["Reference", "Fixtures"],
            swiftSettings: engineSettings),
        tests("WorkerTests", ["Workers", "Vocabulary"]),
        tests("CLITests", ["mien"]),
        tests("HouseTests", ["Support", "Server", "Web"]),
    ]
)

// swift-tools-version: 6.3
import PackageDescription

/// What every module is compiled with: Swift 6 mode, the upcoming features that enforce module borders,
/// and warnings as errors.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// A module of ours: its folder under `Sources`, what it may import, nothing else.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of one module, in a target of their own.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

/// The fuzzer's targets: tests that replay its corpus, or, with `PUSHTRAIL_FUZZER` set, libFuzzer itself
/// (`scripts/soak fuzz`).
func fuzzing(_ dependencies: [Target.Dependency]) -> Target {
    if Context.environment["PUSHTRAIL_FUZZER"] == nil {
        return tests("FuzzingTests", dependencies, exclude: ["Corpus", "Fuzzer"])
    }
    return .executableTarget(
        name: "fuzzer", dependencies: dependencies, path: "Tests/FuzzingTests",
        exclude: ["Corpus", "ReplayTests.swift"], swiftSettings: strict)
}

let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")

let package = Package(
    name: "pushtrail",
    products: [
        .executable(name: "pushtrail", targets: ["pushtrail"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
        // The service. Without traits: neither swift-configuration nor the whole of Foundation.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2", traits: []),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    ],
    targets: [
        // The C libraries, by module map; `scripts/setup` installs them.
        .systemLibrary(name: "CLibzip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CLibcsv", providers: [.apt(["libcsv-dev"])]),
        .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),

        // Vector instructions, by an inline header.
        .systemLibrary(name: "CByteMasks"),
        // Asking for memory ahead of its use, by an inline header.
        .systemLibrary(name: "CPrefetch"),
        // Renaming without replacing, by an inline header.
        .systemLibrary(name: "CRenaming"),
        // SHA-256 by the processor's own instructions.
        .target(name: "CSHA256"),
        // Memory limits, and what happens when memory runs out.
        .target(name: "CAllocation"),

        // The format and its rules, as values.
        module("TrackingLog", ["CByteMasks"]),
        // Other vendors' exports become events.
        module("ForeignLogs", ["TrackingLog"]),
        // Files that appear complete or not at all.
        module("Durability", ["CRenaming"]),
        // Several threads on one piece of work.
        module("Threading"),
        // Zips of CSV, read and written.
        module(
            "LogArchive",
            [
                "TrackingLog", "ForeignLogs", "Durability", "Threading", "CLibzip", "CLibcsv", "CISAL", "CByteMasks",
                "CSHA256",
            ]),
        // A zip of logs checked by itself, and what any verification can find.
        module("LogVerification", ["TrackingLog", "Durability", "LogArchive"]),
        // A tamper-evident log by published formats: hashes, trees, signed notes, proofs.
        module("TransparencyLog", ["CSHA256", .product(name: "Crypto", package: "swift-crypto")]),
        // The archive of nights and its ledger: sealed, verified, proved from.
        module(
            "Ledger",
            [
                "TrackingLog", "Durability", "Threading", "LogArchive", "LogVerification", "TransparencyLog",
                "CByteMasks", .product(name: "Crypto", package: "swift-crypto"),
            ]),
        // One request to a server of the web, and its answer.
        module(
            "WebClient",
            [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        // The connections of a server: their number, their time, the rules of HTTP.
        module(
            "Connections",
            [
                "TrackingLog",
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
            ]),
        // Cosigning other people's logs, and asking others to cosign ours.
        module(
            "Witness",
            [
                "TrackingLog", "Durability", "TransparencyLog", "Ledger", "WebClient", "Connections",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ]),
        // The store: SQLite.
        module(
            "EventStore", ["TrackingLog", "Durability", "Threading", .product(name: "GRDB", package: "GRDB.swift")]),
        // Files of events, into the store.
        module("Ingest", ["TrackingLog", "Durability", "LogArchive", "EventStore"]),
        // A request becomes a job becomes a zip.
        module(
            "Export",
            [
                "TrackingLog", "Durability", "LogArchive", "LogVerification", "EventStore", "TransparencyLog", "Ledger",
            ]),
        // People are forgotten, in store and archive.
        module(
            "Erasing",
            [
                "TrackingLog", "LogArchive", "Threading", "EventStore", "TransparencyLog", "Ledger", "Export",
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        // Pages in one file: markup, layout, pictures.
        .target(
            name: "Pages",
            dependencies: ["TrackingLog", .product(name: "Crypto", package: "swift-crypto")],
            resources: ["style.css", "forms.css", "sort.js", "follow.js"].map { .embedInCode("Resources/\($0)") },
            swiftSettings: strict),
        // Tallies that fold records and merge.
        module("Analysis", ["TrackingLog", "Durability", "Threading", "LogArchive", "CPrefetch"]),
        // Baselines, tests, causes: what went wrong.
        module("Diagnosis", ["TrackingLog", "Threading", "Analysis"]),
        // Every answer, in every format.
        module(
            "Presentation",
            [
                "Pages", "TrackingLog", "ForeignLogs", "LogArchive", "LogVerification", "EventStore", "Ingest",
                "TransparencyLog", "Ledger", "Export", "Erasing", "Analysis", "Diagnosis",
            ]),
        // What people are notified of: notices, webhooks, mail, rules with a state.
        module(
            "Alerts",
            [
                "TrackingLog", "Durability", "WebClient", "Analysis", "Diagnosis", "Presentation",
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        // The HTTP API and its workers.
        .target(
            name: "Service",
            dependencies: [
                "TrackingLog", "Durability", "LogArchive", "EventStore", "Ledger", "Ingest", "Export", "Analysis",
                "Presentation", "Pages", "TransparencyLog", "Connections", "CAllocation",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            resources: [.embedInCode("Resources/openapi.json")],
            swiftSettings: strict),
        // Plausible traffic.
        module("Simulation", ["TrackingLog"]),

        .executableTarget(
            name: "pushtrail",
            dependencies: [
                "TrackingLog", "ForeignLogs", "Durability", "LogArchive", "EventStore", "Ingest", "Export", "Erasing",
                "Analysis",
                "Diagnosis", "Presentation", "Alerts", "Service", "Simulation", "LogVerification", "TransparencyLog",
                "Ledger", "Witness", "WebClient", "Connections", "CAllocation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),

        tests("TrackingLogTests", ["TrackingLog", "CByteMasks"]),
        tests("ForeignLogsTests", ["ForeignLogs", "TrackingLog", subprocess], exclude: ["Peers"]),
        tests("DurabilityTests", ["Durability"]),
        tests(
            "LogArchiveTests",
            ["LogArchive", "ForeignLogs", "Durability", "TrackingLog", "CByteMasks", subprocess]),
        tests("EventStoreTests", ["EventStore", "TrackingLog"]),
        tests("LogVerificationTests", ["LogVerification", "Durability", "LogArchive", "TrackingLog"]),
        tests(
            "TransparencyLogTests",
            ["TransparencyLog", "CSHA256", subprocess, .product(name: "Crypto", package: "swift-crypto")],
            exclude: ["Oracle"]),
        tests(
            "LedgerTests",
            [
                "Ledger", "TransparencyLog", "LogVerification", "Durability", "LogArchive", "TrackingLog", "Analysis",
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        tests(
            "WitnessTests",
            [
                "Witness", "WebClient", "Ledger", "TransparencyLog", "TrackingLog",
                .product(name: "Logging", package: "swift-log"),
            ]),
        tests("IngestTests", ["Ingest", "Durability", "EventStore", "LogArchive", "TrackingLog"]),
        tests("ErasingTests", ["Erasing", "TrackingLog"]),
        tests("ExportTests", ["Export", "Durability", "Ingest", "EventStore", "LogArchive", "TrackingLog"]),
        tests(
            "ServiceTests",
            [
                "Service", "Connections", "Analysis", "Presentation", "Simulation", "Ingest", "Export", "EventStore",
                "LogArchive", "TrackingLog",
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ]),
        tests(
            "AnalysisTests", ["Analysis", "Presentation", "LogArchive", "Simulation", "TrackingLog", subprocess],
            exclude: ["Oracle"]),
        tests("DiagnosisTests", ["Diagnosis", "Analysis", "LogArchive", "TrackingLog"]),
        tests("PagesTests", ["Pages", .product(name: "Crypto", package: "swift-crypto")]),
        tests("PresentationTests", ["Presentation", "Analysis", "Diagnosis", "LogArchive", "TrackingLog"]),
        tests("AlertsTests", ["Alerts", "WebClient", "Analysis", "Diagnosis", "TrackingLog"], exclude: ["Peers"]),
        tests("SimulationTests", ["Simulation", "TrackingLog"]),
        // What the documents say of the repository.
        tests("DocumentationTests", [subprocess]),
        // The built binary, run as its users run it, and its files, read by other tools.
        tests(
            "EndToEndTests",
            [
                "pushtrail", "Presentation", "Ledger", "TransparencyLog", "LogVerification", "LogArchive",
                "TrackingLog", "Diagnosis",
                subprocess,
            ], exclude: ["Cases", "Peers"]),
        // Any bytes at all: libFuzzer's corpus, replayed.
        fuzzing(["Analysis", "LogArchive", "TrackingLog", "Durability"]),
    ]
)

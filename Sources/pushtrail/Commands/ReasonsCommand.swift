import ArgumentParser
import Presentation
import TrackingLog

/// `pushtrail reasons`: what a gateway's reason means, and what to do about it.
struct ReasonsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reasons",
        abstract: "Explain a gateway's error and what to do about it.",
        discussion: """
            Without a name, lists every reason that is known. A name is a reason or whatever text it stands in, in quotes: \
            "400 BadDeviceToken", messaging/registration-token-not-registered, a gateway's answer in JSON, a whole line of \
            a log. Case, spaces, _ and - do not matter. An HTTP status means what each platform's gateway says by it.

            Exit code 1 means that the reason is unknown.
            """)

    @Argument(help: ArgumentHelp("Error or reason, or a text that contains it.", valueName: "name"))
    var name: String?

    @Option(
        help: ArgumentHelp("Only the meaning on this platform: ios, android, windows or web.", valueName: "platform"),
        transform: ReasonsCommand.servedPlatform)
    var platform: Platform?

    @Flag(help: "Print an array of JSON objects.")
    var json = false

    @OptionGroup var shared: SharedOptions

    func run() throws {
        let reasons = name.map(meanings) ?? all
        try StandardOutput.write(ReasonsAnswer(reasons, asList: name == nil), asJSON: json)
        if let name, reasons.isEmpty { throw unknown(name) }
    }

    /// The reasons of the platform's gateways, and the ones for every platform.
    private var all: [Reason] {
        ReasonCatalogue.standard.reasons.filter {
            platform == nil || $0.source.platform == nil || $0.source.platform == platform
        }
    }

    /// The reasons that a text means; on a platform, the one that a report would show.
    private func meanings(of text: String) -> [Reason] {
        let match = ReasonCatalogue.standard.match(text)
        guard let platform else { return match.meanings }
        guard let reason = match.reason(on: platform) else { return [] }
        return reason.source.platform == nil || reason.source.platform == platform ? [reason] : []
    }

    private func unknown(_ text: String) -> Failure {
        let others = ReasonCatalogue.standard.match(text).meanings.compactMap(\.gateway)
        if let platform, !others.isEmpty {
            let names = others.map { "\($0.name) (\($0.platform.name))" }.joined(separator: ", ")
            return Failure(
                .badNews, "\(platform.gateway?.name ?? platform.name) gives no reason “\(text)”",
                hint: "known to \(names): leave out --platform, or name that one")
        }
        let closest = ReasonCatalogue.standard.closest(to: text)
        return Failure(
            .badNews, "no reason is known as “\(text)”",
            hint: closest.isEmpty
                ? "`pushtrail reasons` lists all that are known"
                : "did you mean \(closest.joined(separator: ", or "))?")
    }

    private static func servedPlatform(named name: String) throws -> Platform {
        guard let platform = Platform(name.lowercased()), platform.gateway != nil else {
            let platforms = Platform.allCases.filter { $0.gateway != nil }.map(\.name).joined(separator: ", ")
            throw ValidationError("unknown platform; use \(platforms)")
        }
        return platform
    }
}

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
            "400 BadDeviceToken", messaging/registration-token-not-registered, a whole line of a log. Case, spaces, _ \
            and - do not matter.

            Exit code 1 means that the reason is unknown.
            """)

    @Argument(help: ArgumentHelp("Error or reason, or a text that contains it.", valueName: "name"))
    var name: String?

    @Option(
        help: ArgumentHelp("Only the meaning on this platform: ios, android, windows or web.", valueName: "platform"),
        transform: ReasonsCommand.gateway)
    var platform: Gateway?

    @Flag(help: "Print an array of JSON objects.")
    var json = false

    @OptionGroup var shared: SharedOptions

    func run() throws {
        let reasons = name.map(meanings) ?? all
        try StandardOutput.write(ReasonsAnswer(reasons, asList: name == nil), asJSON: json)
        if let name, reasons.isEmpty { throw unknown(name) }
    }

    /// The reasons of the platform's gateway, and the ones that come from no gateway.
    private var all: [Reason] {
        ReasonCatalogue.standard.reasons.filter { platform == nil || $0.gateway == nil || $0.gateway == platform }
    }

    private func meanings(of text: String) -> [Reason] {
        let match = ReasonCatalogue.standard.match(text)
        guard let platform, match.meanings.first?.gateway != nil else { return match.meanings }
        return match.reason(of: platform).map { [$0] } ?? []
    }

    private func unknown(_ text: String) -> Failure {
        let others = ReasonCatalogue.standard.match(text).meanings.compactMap(\.gateway)
        if let platform, !others.isEmpty {
            let names = others.map { "\($0.name) (\($0.platform.name))" }.joined(separator: ", ")
            return Failure(
                .badNews, "\(platform.name) gives no reason “\(text)”",
                hint: "known to \(names): leave out --platform, or name that one")
        }
        let closest = ReasonCatalogue.standard.closest(to: text)
        return Failure(
            .badNews, "no reason is known as “\(text)”",
            hint: closest.isEmpty
                ? "`pushtrail reasons` lists all that are known"
                : "did you mean \(closest.joined(separator: ", or "))?")
    }

    private static func gateway(of platform: String) throws -> Gateway {
        guard let gateway = Platform(platform.lowercased())?.gateway else {
            let platforms = Gateway.allCases.map(\.platform.name).joined(separator: ", ")
            throw ValidationError("unknown platform; use \(platforms)")
        }
        return gateway
    }
}

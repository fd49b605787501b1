import Analysis
import ArgumentParser
import TrackingLog

/// The messages that an answer covers.
struct FilterOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only messages whose first event is not before this time or day.", valueName: "time"))
    var since: String?

    @Option(help: ArgumentHelp("Only messages whose first event is not after this time or day.", valueName: "time"))
    var until: String?

    @Option(help: ArgumentHelp("Only messages of this app; may be repeated.", valueName: "code"))
    var app: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only messages to a device of this platform (\(Self.platformNames)); may be repeated.",
            valueName: "platform"),
        completion: .list(Self.platforms.map(\.name)), transform: FilterOptions.platform)
    var platform: [Platform] = []

    @Option(help: ArgumentHelp("Only messages with this name; may be repeated.", valueName: "name"))
    var name: [String] = []

    @Option(help: ArgumentHelp("Only messages of this journey; may be repeated.", valueName: "name"))
    var journey: [String] = []

    @Option(help: ArgumentHelp("Only messages of this step of a journey; may be repeated.", valueName: "name"))
    var step: [String] = []

    @Option(help: ArgumentHelp("Only messages with this timing in their name; may be repeated.", valueName: "name"))
    var timing: [String] = []

    @Option(help: ArgumentHelp("Only messages of this variant; may be repeated.", valueName: "name"))
    var variant: [String] = []

    /// Whether some messages may be left out.
    var isFiltering: Bool {
        [app, name, journey, step, timing, variant].contains { !$0.isEmpty } || !platform.isEmpty || since != nil
            || until != nil
    }

    /// The platforms of deliveries: only messages are mixed.
    private static let platforms = Platform.allCases.filter { $0 != .mixed }
    private static let platformNames = platforms.map(\.name).joined(separator: ", ")

    /// The filter.
    ///
    /// - Parameter zone: the zone of times that name none; nil means UTC.
    func filter(in zone: LocalZone?) throws -> MessageFilter {
        var filter = MessageFilter()
        (filter.since, filter.until) = try TimeArgument.range(since: since, until: until, in: zone)
        filter.apps = app
        filter.platforms = Set(platform)
        filter.names = name
        filter.journeys = journey
        filter.steps = step
        filter.timings = timing
        filter.variants = variant
        return filter
    }

    private static func platform(_ text: String) throws -> Platform {
        guard let platform = Platform(text.lowercased()), platform != .mixed else {
            throw ValidationError("unknown platform '\(text)'; use \(platformNames)")
        }
        return platform
    }
}

import Analysis
import ArgumentParser
import Presentation
import TrackingLog

/// The messages that a report covers, and how it groups them.
struct BreakdownOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Group by any of \(Self.dimensionNames); several with commas (default: platform).",
            valueName: "dimensions"),
        completion: .list(Dimension.allCases.map(\.rawValue)), transform: BreakdownOptions.dimensions)
    var by = [Dimension.platform]

    /// Bounds memory: a group takes some 4 kB while it is counted and written.
    static let maximumGroups = 50_000

    @Option(
        help: ArgumentHelp(
            "Maximum number of groups to show, those with the most messages; up to \(Self.maximumGroups.grouped).",
            valueName: "count"))
    var groups = 100

    @Option(
        name: .customLong("timezone"),
        help: ArgumentHelp(
            "Time zone of weeks, days and hours, such as Europe/Berlin (default: UTC).", valueName: "zone"),
        transform: TimeArgument.zone)
    var zone: LocalZone?

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
        completion: .list(Self.platforms.map(\.name)), transform: BreakdownOptions.platform)
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
    private static let dimensionNames = Dimension.allCases.map(\.rawValue).joined(separator: ", ")

    func validate() throws {
        guard 1...Self.maximumGroups ~= groups else {
            throw ValidationError("--groups takes a number from 1 to \(Self.maximumGroups.grouped)")
        }
        _ = try options()
    }

    func options() throws -> ReportOptions {
        var options = ReportOptions()
        options.dimensions = by
        options.maximumGroups = groups
        options.zone = zone
        options.filter.since = try since.map { try time($0, named: "since", isEnd: false) }
        options.filter.until = try until.map { try time($0, named: "until", isEnd: true) }
        if let since = options.filter.since, let until = options.filter.until, until < since {
            throw ValidationError("--until is before --since")
        }
        options.filter.apps = app
        options.filter.platforms = Set(platform)
        options.filter.names = name
        options.filter.journeys = journey
        options.filter.steps = step
        options.filter.timings = timing
        options.filter.variants = variant
        return options
    }

    /// A time of the command line, in the zone where it names none; a day alone is its first second, or its last.
    private func time(_ text: String, named option: String, isEnd: Bool) throws -> Timestamp {
        if let day = Day(text) {
            return isEnd ? day.end(in: zone) : zone.map { $0.utc(day.start) } ?? day.start
        }
        let bytes = Array(text.utf8)
        guard let time = Timestamp(bytes.span, zone: zone) else {
            throw ValidationError("--\(option) \(text): \(TimeArgument.expectation)")
        }
        return time
    }

    private static func dimensions(_ text: String) throws -> [Dimension] {
        var dimensions: [Dimension] = []
        for name in text.split(separator: ",") {
            guard let dimension = Dimension(named: name.filter { $0 != " " }) else {
                throw ValidationError("unknown dimension '\(name)'; use \(dimensionNames)")
            }
            if !dimensions.contains(dimension) { dimensions.append(dimension) }
        }
        guard !dimensions.isEmpty else { throw ValidationError("name at least one dimension") }
        return dimensions
    }

    private static func platform(_ text: String) throws -> Platform {
        guard let platform = Platform(text.lowercased()), platform != .mixed else {
            throw ValidationError("unknown platform '\(text)'; use \(platformNames)")
        }
        return platform
    }
}

import Analysis
import ArgumentParser
import Presentation
import TrackingLog

/// The messages that a report covers, and how it groups them.
struct BreakdownOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Group by any of \(Self.dimensionNames), or audience.COLUMN, a column of --audience; several with commas "
                + "(default: platform).",
            valueName: "dimensions"),
        completion: .list(Dimension.ofLogs.map(\.title)), transform: BreakdownOptions.dimensions)
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

    @OptionGroup var filters: FilterOptions

    private static let dimensionNames = Dimension.ofLogs.map(\.title).joined(separator: ", ")

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
        options.filter = try filters.filter(in: zone)
        return options
    }

    private static func dimensions(_ text: String) throws -> [Dimension] {
        var dimensions: [Dimension] = []
        for name in text.split(separator: ",") {
            // The column of an audience may have spaces within its name.
            guard let dimension = Dimension(named: name.withoutOuterSpaces) else {
                throw ValidationError("unknown dimension '\(name)'; use \(dimensionNames) or audience.COLUMN")
            }
            if !dimensions.contains(dimension) { dimensions.append(dimension) }
        }
        guard !dimensions.isEmpty else { throw ValidationError("name at least one dimension") }
        guard dimensions.count <= ReportOptions.maximumDimensions else {
            throw ValidationError("name at most \(ReportOptions.maximumDimensions) dimensions")
        }
        return dimensions
    }
}

extension Substring {
    fileprivate var withoutOuterSpaces: String {
        var text = drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

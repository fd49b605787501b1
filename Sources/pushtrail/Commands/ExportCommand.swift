import Presentation
import ArgumentParser
import EventStore
import Export
import TrackingLog

/// `pushtrail export`: a tracking log, in one step.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a tracking log: a zipped CSV of the last 14 days.",
        discussion: """
            The log holds the messages created in the 336 hours up to --as-of, both ends included: all their events, or \
            with --date those of one UTC day. The same store gives the same bytes.
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var log: LogOptions

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp(
            "Zip to write, complete or not at all; - is standard output.", valueName: "out.zip"),
        completion: .file(extensions: ["zip"]))
    var output: String

    @Option(
        help: ArgumentHelp(
            "Columns to leave empty, with commas: person (payload and target), target, hwid, payload, description or "
                + "app. For sharing an incident.",
            valueName: "columns"),
        transform: ExportCommand.omitted)
    var without: OmittedColumns = []

    @Flag(help: "Print the result as JSON.")
    var json = false

    @OptionGroup var shared: SharedOptions

    func run() throws {
        let request = try log.request()
        if json, output == "-" {
            throw Failure(.wrongUsage, "--json and -o - both write to standard output", hint: "name a file with -o")
        }
        let target = try OutputTarget(output, of: .zip, store: store.path)
        let bar = ProgressBar("export", options: shared)
        let log = LogExport(of: try EventStore(path: store.path))
        let exported = try target.make { path in
            defer { bar.clear() }
            return try log.write(request, to: path, without: without, onProgress: bar.isVisible ? bar.update : nil)
        }
        if exported.rows == 0 {
            shared.warn("the log is empty: the store holds \(request.nothing)")
        }
        if without.contains(.hwid) {
            shared.warn(
                "without hwids a message to several devices is one delivery: outcomes, devices and tokens may differ")
        }
        if !without.isDisjoint(with: [.person, .hwid]) {
            shared.warn("tracking codes stay; those from other vendors' logs may end in the person or the device")
        }
        if json {
            try StandardOutput.write(ExportAnswer(exported, path: target.path), asJSON: true)
        } else {
            shared.note("\(target.name): \(exported.summary)")
        }
    }

    private static let omittable: KeyValuePairs<String, OmittedColumns> = [
        "person": .person, "target": .target, "target_id": .target, "hwid": .hwid, "payload": .payload,
        "description": .description, "app": .app, "appCode": .app,
    ]

    private static func omitted(_ text: String) throws -> OmittedColumns {
        var omitted: OmittedColumns = []
        for name in text.split(separator: ",").map({ $0.filter { $0 != " " } }) {
            if let columns = omittable.first(where: { $0.key == name }) {
                omitted.formUnion(columns.value)
            } else if ["timestamp", "tracking_code", "status"].contains(name) {
                throw ValidationError("a log without \(name) cannot be read; leave out person, target, hwid or payload")
            } else {
                throw ValidationError(
                    "unknown column '\(name)'; use person, target, hwid, payload, description or app")
            }
        }
        guard !omitted.isEmpty else { throw ValidationError("names no column") }
        return omitted
    }
}

extension LogRequest {
    /// What the store lacks if the log is empty.
    fileprivate var nothing: String {
        let app = apps.map { " of app \($0.texts.joined(separator: " or "))" } ?? ""
        let date = date.map { " on \($0)" } ?? ""
        return "no event\(app)\(date) of a message created from \(window.lowerBound) to \(asOf)"
    }
}

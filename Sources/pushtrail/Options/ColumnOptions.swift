import Analysis
import ArgumentParser
import Presentation
import TrackingLog

/// The columns of a delivery log, and the order of its lines.
struct ColumnOptions: ParsableArguments {
    @Flag(
        help: "Write a line for each device of a message, with hwid, state and token in place of the counts of devices."
    )
    var perDevice = false

    @Option(
        help: ArgumentHelp(
            "Columns to show, in this order, with commas (default: all; in a table those that fit).",
            valueName: "columns"),
        completion: .list(Self.names))
    var show: String?

    @Option(
        help: ArgumentHelp(
            "Columns to leave out, with commas, such as person,target,hwid: to share an incident.", valueName: "columns"
        ),
        completion: .list(Self.names))
    var without: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Sort by this column; -COLUMN sorts in descending order (default: first, then tracking_code).",
            valueName: "column"),
        completion: .list(Self.names))
    var sort: String?

    @Option(help: ArgumentHelp("Maximum number of lines.", valueName: "count"))
    var limit: Int?

    @Option(
        help: ArgumentHelp(
            "Web address of a message's page, with {code} in place of the tracking code.", valueName: "address"),
        transform: ColumnOptions.link)
    var link: LinkTemplate?

    private static let names = DeliveryColumn.allCases.map(\.rawValue)
    /// What `--without` leaves out of exports, too; no column here.
    private static let payload = "payload"

    /// The columns that a line can have.
    private var possible: [DeliveryColumn] {
        perDevice ? DeliveryColumn.ofDeliveries : DeliveryColumn.ofMessagesWithConversions
    }

    /// A column that is asked for, and there only with a list of conversions.
    var ofConversions: DeliveryColumn? {
        let shown = (try? columns(usual: [])) ?? []
        let sorted = (try? order()).flatMap { $0.map { [$0.column] } } ?? []
        return (shown + sorted).first { DeliveryColumn.ofConversions.contains($0) }
    }

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1") }
        _ = try order()
        if try columns(usual: possible).isEmpty { throw ValidationError("--without leaves no column") }
    }

    /// The columns to write.
    ///
    /// - Parameter usual: those to write unless others are asked for.
    func columns(usual: [DeliveryColumn]) throws -> [DeliveryColumn] {
        let left = try hidden()
        return try (show.map { try columns(in: $0, of: "show") } ?? usual).filter { !left.contains($0) }
    }

    /// The columns that are left out.
    private func hidden() throws -> [DeliveryColumn] {
        guard let without else { return [] }
        let names = without.split(separator: ",").map { $0.filter { $0 != " " } }
        guard !names.isEmpty else { throw ValidationError("--without names no column") }
        return try names.filter { $0 != Self.payload }.map { name in
            // Columns of the other kind of line are not there anyway.
            guard let column = DeliveryColumn(rawValue: name) else {
                throw ValidationError("--without: unknown column '\(name)'; use \(list(possible)), \(Self.payload)")
            }
            return column
        }
    }

    /// The order asked for.
    func order() throws -> DeliveryOrder? {
        guard let sort else { return nil }
        let isDescending = sort.hasPrefix("-")
        let sortable = possible.filter { $0 != .link }
        guard let column = DeliveryColumn(rawValue: String(sort.dropFirst(isDescending ? 1 : 0))),
            sortable.contains(column)
        else { throw ValidationError("--sort: unknown column '\(sort)'; use \(list(sortable))") }
        return DeliveryOrder(by: column, isDescending: isDescending)
    }

    /// The columns that may still show a person or a device whose own column is left out.
    ///
    /// - Parameters:
    ///   - columns: the columns that are written.
    ///   - codesNamePeople: whether tracking codes may end in the person or the device, as other vendors' do.
    func revealing(_ columns: [DeliveryColumn], codesNamePeople: Bool) throws -> [DeliveryColumn] {
        let hidden = try hidden()
        guard hidden.contains(.person) || hidden.contains(.hwid) else { return [] }
        return columns.filter { column in
            switch column {
            // Where nobody is named, each of the three may stand for the other two.
            case .person, .target, .hwid: true
            case .trackingCode: codesNamePeople
            case .link: codesNamePeople && link != nil
            default: false
            }
        }
    }

    private func columns(in text: String, of option: String) throws -> [DeliveryColumn] {
        var columns: [DeliveryColumn] = []
        for name in text.split(separator: ",") {
            guard let column = DeliveryColumn(rawValue: name.filter { $0 != " " }), possible.contains(column) else {
                throw ValidationError("--\(option): unknown column '\(name)'; use \(list(possible))")
            }
            if !columns.contains(column) { columns.append(column) }
        }
        guard !columns.isEmpty else { throw ValidationError("--\(option) names no column") }
        return columns
    }

    private func list(_ columns: [DeliveryColumn]) -> String { columns.map(\.rawValue).joined(separator: ", ") }

    private static func link(_ text: String) throws -> LinkTemplate {
        guard let link = LinkTemplate(text) else {
            throw ValidationError("not a web address with {code} in it; write https://support.example.com/push/{code}")
        }
        return link
    }
}

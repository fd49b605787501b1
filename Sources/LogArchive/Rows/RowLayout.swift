import TrackingLog

/// How the rows of a text are laid out: what separates their fields, and which column each of them is.
struct RowLayout: Equatable, Sendable {
    /// What separates two fields.
    let separator: UInt8
    /// How many fields a row has.
    let width: Int
    /// Whether a row may have the oldest six columns instead.
    let allowsOldest: Bool
    /// Whether the fields stand in the log's own order.
    let isInOwnOrder: Bool
    /// Where each column stands, by its number; ``none`` where the text does not have it.
    private let places: SIMD8<UInt8>

    private static var none: UInt8 { .max }
    /// More columns are not read.
    static let maximumColumns = 255
    private static var ownOrder: SIMD8<UInt8> { SIMD8(0, 1, 2, 3, 4, 5, 6, 7) }

    /// Rows in the log's own order, of eight columns or the oldest six: nothing is known of the file yet.
    static let either = RowLayout()
    /// Rows under a header that lacks what they need: none of them can be read.
    static let unreadable = RowLayout([], separator: CSVDialect.separator)
    /// The columns without which a row is no event.
    static let needed: [Column] = [.timestamp, .trackingCode, .hwid, .status]

    /// Rows in the log's own order.
    ///
    /// - Parameters:
    ///   - separator: what separates two fields.
    ///   - allowsOldest: whether rows of six columns are rows too, and not what is left of eight.
    init(separator: UInt8 = CSVDialect.separator, allowsOldest: Bool = true) {
        self.separator = separator
        width = Column.allCases.count
        self.allowsOldest = allowsOldest
        places = Self.ownOrder
        isInOwnOrder = true
    }

    /// Rows with the columns that a header names.
    ///
    /// - Parameters:
    ///   - columns: the header's columns in their order; nil for one that no log has, which is left out.
    ///   - separator: what separates two fields.
    init(_ columns: [Column?], separator: UInt8) {
        let isOldest = columns == Array(Column.allCases.prefix(Column.oldestCount))
        self.separator = separator
        width = isOldest ? Column.allCases.count : columns.count
        allowsOldest = isOldest
        var places = isOldest ? Self.ownOrder : SIMD8(repeating: Self.none)
        for (place, column) in columns.enumerated().prefix(Int(Self.none)) {
            if let column { places[column.rawValue] = UInt8(place) }
        }
        self.places = places
        isInOwnOrder = places == Self.ownOrder
    }

    /// Whether a row's last field is its payload.
    var endsInPayload: Bool { place(of: .payload) == width - 1 }

    /// Where a column stands in a row; a number that no row's field has where it is left out.
    @inline(__always)
    func place(of column: Column) -> Int { Int(places[column.rawValue]) }

    /// The column that stands at a place; nil for one that no log has.
    func column(at place: Int) -> Column? { Column.allCases.first { self.place(of: $0) == place } }

    /// Whether a row may have that many fields.
    @inline(__always)
    func accepts(_ count: Int) -> Bool { count == width || allowsOldest && count == Column.oldestCount }

    /// Whether its rows can be read.
    var isReadable: Bool { width > 0 }

    /// The header without which its rows cannot be read: empty for a log's own, nil where no header would do.
    var header: String? {
        guard isReadable else { return nil }
        if isInOwnOrder, separator == CSVDialect.separator { return "" }
        let count = allowsOldest ? Column.oldestCount : width
        return (0..<count).map { column(at: $0)?.name ?? "-" }
            .joined(separator: String(UnicodeScalar(separator)))
    }

    /// Whether rows under a header of another layout are read as that header says.
    func covers(_ other: RowLayout) -> Bool {
        self == other || allowsOldest && isInOwnOrder && other.isInOwnOrder && separator == other.separator
    }

    /// What a row leaves out, for its message to fill in. Without app and payload, an empty target is left out too.
    ///
    /// - Parameters:
    ///   - count: how many fields the row has.
    ///   - isTargetEmpty: whether its target is empty.
    @inline(__always)
    func missing(of count: Int, isTargetEmpty: Bool) -> EventRow.Missing {
        if count == Column.allCases.count, isInOwnOrder { return [] }
        var missing: EventRow.Missing = []
        if place(of: .appCode) >= count { missing.insert(.appCode) }
        if place(of: .payload) >= count { missing.insert(.payload) }
        if place(of: .target) >= count || isTargetEmpty && missing.contains([.appCode, .payload]) {
            missing.insert(.target)
        }
        return missing
    }
}

extension RowLayout {
    /// Whether a byte around a field is no part of it. A separator is none, be it a tab.
    func isSpace(_ byte: UInt8) -> Bool {
        byte == .space || byte == .carriageReturn || byte == .tab && separator != .tab
    }
}

/// Columns of a log whose fields are left empty, so that it can be passed on without naming anyone.
///
/// The log keeps its eight columns. Time, tracking code and status are always there: without them nothing can be counted.
public struct OmittedColumns: OptionSet, Hashable, Sendable {
    /// A bit for each column.
    public let rawValue: UInt8

    /// The columns of some bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// What the sender addressed.
    public static let target = OmittedColumns(rawValue: 1)
    /// The device. Without it a message to several devices becomes one delivery.
    public static let hwid = OmittedColumns(rawValue: 2)
    /// Why deliveries failed.
    public static let description = OmittedColumns(rawValue: 4)
    /// The app.
    public static let app = OmittedColumns(rawValue: 8)
    /// The push itself, which may name the person.
    public static let payload = OmittedColumns(rawValue: 16)
    /// The columns for a person: payload and target. A hwid, or another vendor's tracking code, may name one, too.
    public static let person: OmittedColumns = [.payload, .target]
}

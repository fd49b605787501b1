import TrackingLog

/// A format of other vendors' exports, or of a user's own.
///
/// A format is data: which field is which of our columns, and what the vendor's words mean. `AddingAFormat` in the module's
/// documentation lists the members of its JSON.
public struct ForeignFormat: Sendable {
    /// The name in commands: `fcm`, `onesignal`, `customerio`, `braze`, `sns`, or the one in a map of columns.
    public var name = ""
    /// The name for people.
    public var title = ""
    /// What its files show and what they lack, a short sentence each.
    public var limits: [String] = []
    /// Whether only a sample of the accepted notifications is logged, but every refusal.
    public var samplesSuccesses = false
    /// The format as a map of columns, in JSON.
    public internal(set) var map = ""

    /// A file has the format if all tests of one of these lists hold for its first record.
    var signatures: [[FieldTest]] = []
    /// The arrays whose elements are the records, where a file wraps them.
    var records: [FieldPath] = []
    /// The fields that hold a record as a JSON text or object.
    var embedded: [FieldPath] = []
    /// Where each of our columns comes from.
    var sources: [Column: FieldSource] = [:]
    /// The columns without which a record is rejected.
    var needs: [Column] = [.timestamp, .trackingCode, .status]
    /// Who the message is for.
    var person: FieldSource?
    /// The message's name.
    var messageName: FieldSource?
    /// The vendor's word for the platform.
    var platform: FieldSource?
    /// Our platform for each of the vendor's words, lower case.
    var platforms: [String: Platform] = [:]
    /// What else the payload holds, by name.
    var details: [(name: String, source: FieldSource)] = []
    /// What each of the vendor's words becomes. Without any, the words are taken for ours.
    var statuses: [(word: String, rule: EventRule)] = []
    /// The columns of times, of a table with one row a device.
    var cells: [CellRule] = []
    var skips: [SkipRule] = []
    var time = TimeForm.automatic
    /// Whether times that name no zone are UTC, whatever the reader's zone is.
    var isUTC = false
    /// Whether a value may be wrapped in an object of one member, its type: `{"string": "x"}`.
    var unwrapsUnions = false
    /// Whether the case of keys does not matter. That of columns' names never does.
    var ignoresCase = false

    private static let maps = [
        ("fcm", fcmMap), ("onesignal", oneSignalMap), ("customerio", customerIOMap), ("braze", brazeMap),
        ("sns", snsMap),
    ]

    /// The names of the formats that are recognized: for help texts, which every command has and few read.
    public static var names: [String] { maps.map(\.0) }

    /// The formats that are recognized.
    public static let known: [ForeignFormat] = maps.map { _, map in
        do throws(FormatMapError) {
            return try ForeignFormat(map: Array(map.utf8))
        } catch {
            preconditionFailure("A format of ours: \(error)")
        }
    }

    /// The known format of a name; nil if there is none.
    public static func named(_ name: String) -> ForeignFormat? { known.first { $0.name == name } }
}

extension ForeignFormat: Hashable {
    /// Whether two formats have the same map.
    public static func == (left: ForeignFormat, right: ForeignFormat) -> Bool { left.map == right.map }

    /// Hashes the map.
    public func hash(into hasher: inout Hasher) { hasher.combine(map) }
}

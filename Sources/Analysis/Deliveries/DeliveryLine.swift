public import TrackingLog

/// One message, or one message to one device, as places in the text of its ``DeliveryLines``.
public struct DeliveryLine: Sendable {
    /// The message in the tally.
    var place = MessagePlace(shard: 0, message: 0)

    /// The time of the message's first row.
    public var first = Timestamp.earliest
    /// The time of its last row.
    public var last = Timestamp.earliest
    /// The message's name; empty where there is none, as all texts.
    public var name = TextRange.empty
    /// The message's tracking code.
    public var trackingCode = TextRange.empty
    /// Who it was for; empty for a message to several devices where the logs name nobody.
    public var person = TextRange.empty
    /// What the sender addressed.
    public var target = TextRange.empty
    /// The app's code.
    public var app = TextRange.empty
    /// The delivery's device; a message's, where it has only one.
    public var hwid = TextRange.empty
    /// Why it failed.
    public var reason = TextRange.empty
    /// The platform.
    public var platform = Platform.unknown
    /// The number of deliveries.
    public var devices: UInt32 = 0
    /// The number of deliveries that were accepted.
    public var accepted: UInt32 = 0
    /// The number of deliveries that failed.
    public var refused: UInt32 = 0
    /// The number of deliveries with a received or opened row.
    public var confirmed: UInt32 = 0
    /// How far the delivery came; of no meaning for a message.
    public var state = DeliveryState.created
    /// The device's token; nil without a device.
    public var token: TokenState?
    /// How the message ended.
    public var outcome = MessageOutcome.attempted
    /// The area of the reason; nil where nothing failed.
    public var category: Reason.Category?
    /// Whether there is an opened row.
    public var isOpened = false
    /// Whether there is a converted row.
    public var isConverted = false
    /// The number of conversions that are credited to the message.
    public var conversions = 0
    /// The sum of their values, with the decimals to show; nil without conversions, or if the list has no values.
    public var conversionValue: (value: ExactDecimal, decimals: Int)?
    /// The number of sent rows.
    public var attempts = 0

    /// What a column holds; nothing for ``DeliveryColumn/link``, which is not in the logs.
    public func value(of column: DeliveryColumn) -> LineValue {
        switch column {
        case .first: .time(first)
        case .last: .time(last)
        case .name: .init(name)
        case .trackingCode: .text(trackingCode)
        case .person: .init(person)
        case .target: .init(target)
        case .platform: .text(DeliveryWords.platforms[Int(platform.rawValue)])
        case .app: .init(app)
        case .devices: .number(Int(devices))
        case .accepted: .number(Int(accepted))
        case .refused: .number(Int(refused))
        case .confirmed: .number(Int(confirmed))
        case .hwid: .init(hwid)
        case .state: .text(DeliveryWords.states[Int(state.rawValue)])
        case .token: token.map { .text(DeliveryWords.tokens[Int($0.rawValue)]) } ?? .none
        case .outcome: .text(DeliveryWords.outcomes[Int(outcome.rawValue)])
        case .reason: .init(reason)
        case .category: category.map { .text(DeliveryWords.category($0)) } ?? .none
        case .opened: .flag(isOpened)
        case .converted: .flag(isConverted)
        case .conversions: .number(conversions)
        case .conversionValue: conversionValue.map { .decimal($0.value, decimals: $0.decimals) } ?? .none
        case .attempts: .number(attempts)
        case .link: .none
        }
    }
}

/// What a column of a ``DeliveryLine`` holds.
public enum LineValue: Sendable {
    case none
    case text(TextRange)
    case time(Timestamp)
    case number(Int)
    case decimal(ExactDecimal, decimals: Int)
    case flag(Bool)

    /// A text; nothing if it is empty.
    init(_ text: TextRange) { self = text.isEmpty ? .none : .text(text) }
}

/// Lines that follow each other, and their text.
public struct DeliveryLines: Sendable {
    /// The bytes of all texts, UTF-8.
    public internal(set) var text = DeliveryWords.text
    /// A sum over everything fetched ahead. It has no meaning, but keeps the reads from being optimized away.
    var fetched: UInt32 = 0
    /// The lines, in order.
    public internal(set) var lines: [DeliveryLine] = []

    /// A line's text as a string: for messages and tests, not for hot paths.
    public func string(_ range: TextRange) -> String { String(decoding: text[range.offsets], as: UTF8.self) }

    mutating func add(_ bytes: UnsafeRawBufferPointer) -> TextRange {
        let range = TextRange(start: text.count, count: bytes.count)
        text.append(text: bytes)
        return range
    }
}

/// The words of states and the like, with which every ``DeliveryLines/text`` begins.
enum DeliveryWords {
    private static let words: [String] =
        Platform.allCases.map(\.name) + DeliveryState.allCases.map { "\($0)" } + TokenState.allCases.map(\.name)
        + MessageOutcome.allCases.map(\.name) + Reason.Category.allCases.map(\.rawValue)
    static let text = words.flatMap { Array($0.utf8) }

    private static let places: [TextRange] = {
        var start = 0
        return words.map { word in
            defer { start += word.utf8.count }
            return TextRange(start: start, count: word.utf8.count)
        }
    }()

    // By raw value.
    static let platforms = rest(after: 0, count: Platform.allCases.count)
    static let states = rest(after: platforms.endIndex, count: DeliveryState.allCases.count)
    static let tokens = rest(after: platforms.count + states.count, count: TokenState.allCases.count)
    static let outcomes = rest(
        after: platforms.count + states.count + tokens.count, count: MessageOutcome.allCases.count)
    private static let categories = Dictionary(
        uniqueKeysWithValues: zip(Reason.Category.allCases, places.suffix(Reason.Category.allCases.count)))

    static func category(_ category: Reason.Category) -> TextRange { categories[category] ?? .empty }

    private static func rest(after start: Int, count: Int) -> [TextRange] { Array(places[start..<start + count]) }
}

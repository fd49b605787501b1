public import LogArchive
import TrackingLog

/// Conversions as a list has them: what people did, when, and what it was worth.
public struct ConversionList: Sendable {
    /// What the list is called.
    public internal(set) var name = ""
    /// Rows that could not be used.
    public internal(set) var unusable = ListFaults()
    /// Rows that repeat another one: the same person, time, goal and value. They count once.
    public internal(set) var repeated = ListFaults()
    /// Whether the list has a column of goals.
    public internal(set) var hasGoals = false
    /// Whether the list has a column of values.
    public internal(set) var hasValues = false
    /// The most decimals of a value.
    public internal(set) var decimals = 0
    /// The goals, in the order of their first rows.
    private(set) var goals: [String] = []
    /// The keys of the people's ids, by their numbers.
    private(set) var people: [TextKey] = []
    /// In order of person, then of time.
    private(set) var conversions: [ListedConversion] = []
    /// By person, the place of the first conversion; then the number of conversions.
    private(set) var starts: [Int] = [0]

    /// The number of conversions.
    public var count: Int { conversions.count }

    /// No conversions.
    public init() {}

    /// The conversions of a person, in order of time.
    func conversions(of person: Int) -> ArraySlice<ListedConversion> {
        conversions[starts[person]..<starts[person + 1]]
    }
}

/// One conversion: 32 bytes.
struct ListedConversion: BitwiseCopyable {
    /// A number in ``ConversionList/people``.
    let person: UInt32
    /// A number in ``ConversionList/goals``; ``noGoal`` if it has none.
    let goal: UInt32
    let line: UInt32
    let time: CompactTime
    let hasValue: Bool
    /// In millionths, as ``ExactDecimal`` has it.
    let value: Int64

    static let noGoal = UInt32.max

    /// Whether another row says the same.
    func repeats(_ other: ListedConversion) -> Bool {
        person == other.person && time == other.time && goal == other.goal && hasValue == other.hasValue
            && value == other.value
    }

    /// Whether it comes before another: by person, then by time. Repetitions follow each other, in order of their lines.
    func precedes(_ other: ListedConversion) -> Bool {
        if person != other.person { return person < other.person }
        if time != other.time { return time < other.time }
        if goal != other.goal { return goal < other.goal }
        if value != other.value { return value < other.value }
        if hasValue != other.hasValue { return !hasValue }
        return line < other.line
    }
}

// MARK: - Making a list

extension ConversionList {
    /// The people and goals of a list by their texts, while it is read.
    struct Index {
        fileprivate var people: [TextKey: UInt32] = [:]
        fileprivate var goals: [ByteOrdered: UInt32] = [:]
    }

    /// Adds a conversion.
    ///
    /// - Parameter goal: empty if it has none.
    mutating func add(
        person: ArraySlice<UInt8>, _ time: Timestamp, goal: String, _ value: ExactDecimal?, line: Int,
        _ index: inout Index
    ) {
        let key = KeyedHash.of(person.span)
        let number = index.people[key] ?? UInt32(people.count)
        if number == people.count {
            index.people[key] = number
            people.append(key)
        }
        conversions.append(
            ListedConversion(
                person: number, goal: goal.isEmpty ? ListedConversion.noGoal : self.number(of: goal, &index),
                line: UInt32(clamping: line), time: CompactTime(time), hasValue: value != nil,
                value: Int64(value?.millionths ?? 0)))
    }

    private mutating func number(of goal: String, _ index: inout Index) -> UInt32 {
        let text = ByteOrdered(text: goal)
        if let known = index.goals[text] { return known }
        index.goals[text] = UInt32(goals.count)
        goals.append(goal)
        return UInt32(goals.count - 1)
    }

    /// Sorts the conversions, and takes out repetitions.
    mutating func finish() {
        conversions.sort { $0.precedes($1) }
        var kept: [ListedConversion] = []
        kept.reserveCapacity(conversions.count)
        starts = []
        for conversion in conversions {
            if let last = kept.last, conversion.repeats(last) {
                repeated.add(line: Int(conversion.line), "it repeats line \(last.line)")
                continue
            }
            while starts.count <= conversion.person { starts.append(kept.count) }
            kept.append(conversion)
        }
        starts.append(kept.count)
        conversions = kept
    }
}

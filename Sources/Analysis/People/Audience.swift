import TrackingLog

/// The active customers: people that ought to be reachable, and their values in further columns.
public struct Audience: Sendable {
    /// The names of the columns beside the ids.
    public let columns: [String]
    /// The place of each person by the key of the id, in the order of the list.
    private(set) var places: [TextKey: Int] = [:]
    /// The ids and values, one after the other.
    private var text: [UInt8] = []
    /// By person: the end of the id in ``text``, then that of each column's value.
    private var ends: [Int] = []
    /// By their places in ``ends``, values that the first row of a person lacks and a later one has.
    private var laterValues: [Int: [UInt8]] = [:]

    /// No people.
    public init(columns: [String] = []) { self.columns = columns }

    /// The number of people.
    public var count: Int { places.count }

    /// Adds a person. If the person is there already, only values that are still empty are filled in: the first row with a
    /// value decides.
    ///
    /// - Parameters:
    ///   - id: the id, as the logs have it.
    ///   - values: the values of ``columns``; those left out are empty.
    public mutating func insert(_ id: ArraySlice<UInt8>, _ values: [ArraySlice<UInt8>] = []) {
        let key = KeyedHash.of(id.span)
        if let known = places[key] {
            for (column, value) in values.prefix(columns.count).enumerated()
            where !value.isEmpty && self.value(column, of: known).isEmpty {
                laterValues[place(of: column + 1, known)] = Array(value)
            }
            return
        }
        places[key] = places.count
        text += id
        ends.append(text.count)
        for column in columns.indices {
            if column < values.count { text += values[column] }
            ends.append(text.count)
        }
    }

    /// The id of a person by place.
    func id(_ person: Int) -> ArraySlice<UInt8> { field(person, 0) }

    /// The value of a column for a person by place; empty if there is none.
    func value(_ column: Int, of person: Int) -> ArraySlice<UInt8> { field(person, column + 1) }

    private func field(_ person: Int, _ field: Int) -> ArraySlice<UInt8> {
        let place = place(of: field, person)
        if let later = laterValues[place] { return later[...] }
        return text[(place == 0 ? 0 : ends[place - 1])..<ends[place]]
    }

    private func place(of field: Int, _ person: Int) -> Int { person * (columns.count + 1) + field }
}

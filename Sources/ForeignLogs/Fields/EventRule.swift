/// What a vendor's word for an event becomes.
struct EventRule: Hashable, Sendable {
    /// Our statuses, an event each, in their order.
    var statuses: [String]
    /// The events' description; nil for the format's own.
    var description: FieldSource?
    /// Why the record is left out, for people; nil where it is an event.
    var skipped: String?
    /// The field that turns the event into a refusal where it has a value, which is then the description.
    var refusal: FieldSource?
    /// The status of a refusal.
    var refusedStatus = "bounced"
    /// Of an array's elements, only those with this field are events, if any of them has it.
    var among: FieldSource?
    /// Our statuses where no device is named; nil for ``statuses``.
    var statusesWithoutDevice: [String]?
}

/// A column of event times, in a table with one row a device.
struct CellRule: Hashable, Sendable {
    /// The time; without one there is no event.
    var time: FieldSource
    var rule: EventRule
}

/// A test of a record.
struct FieldTest: Hashable, Sendable {
    enum Comparison: Hashable, Sendable {
        /// The field has a value.
        case present
        /// The field is one of these; an empty text stands for no value.
        case among([String])
        /// The field is none of these.
        case notAmong([String])
        /// The field begins with one of these.
        case begins([String])
        /// The field contains one of these.
        case contains([String])
        /// The field contains none of these.
        case lacks([String])
    }

    var field: FieldSource
    var comparison: Comparison
}

/// Records that are left out on purpose.
struct SkipRule: Hashable, Sendable {
    /// Why, for people: `topic fan-out`.
    var reason: String
    /// What holds for such a record.
    var tests: [FieldTest]
}

import TrackingLog

/// A row that a timeline may need. Its texts are numbers in the pool that they are kept in.
struct FoundRow: Sendable {
    /// Which of the sources it came from.
    var source: Int32
    var status: Status
    var payload: PayloadShape
    /// Its line in the source.
    var line: Int
    var time: Timestamp
    var code: UInt32
    var hwid: UInt32
    var target: UInt32
    /// The status as it is written.
    var word: UInt32
    var description: UInt32
    var app: UInt32
    /// The user and the name in its payload; the empty text for none.
    var user: UInt32
    var name: UInt32
}

import LogArchive
public import TrackingLog

/// The file of what a sender says it sent.
///
/// It is read twice: for the keys, and for the texts of what is shown in the end.
public struct SentListFile: Sendable {
    /// A file, which can be read twice.
    public var path: String
    /// What the file is called, where ``path`` is a copy.
    public var name: String
    /// The header's name of the column of codes; nil if it has a usual one.
    public var codeColumn: String?
    /// The same of the targets.
    public var targetColumn: String?
    /// The same of the times.
    public var timeColumn: String?
    /// The zone of times that name none; nil means UTC.
    public var zone: LocalZone?

    /// A file with usual names.
    public init(path: String, name: String? = nil) {
        self.path = path
        self.name = name ?? path
    }

    /// What a reading found, beside the entries.
    struct Reading: Sendable {
        /// Lines that name no message.
        var unusable = ListFaults()
        /// Lines with a code, and a time that cannot be read.
        var unreadTimes = ListFaults()
    }

    /// An entry of the list.
    enum Entry {
        case code(ArraySlice<UInt8>, time: Timestamp?)
        case target(ArraySlice<UInt8>, time: Timestamp)
    }

    private static let hint =
        "it needs a column of tracking codes (tracking_code, code, id), or of targets and times (target, user_id; sent_at, "
        + "time); --code-column, --target-column and --time-column name others"

    private var reader: ListReader {
        var reader = ListReader(
            of: "list of what was sent", hint: Self.hint,
            columns: [
                ListColumn(
                    ["tracking_code", "message_code", "tracking_id", "message_id", "code", "id"], chosen: codeColumn),
                ListColumn(
                    [
                        "target", "target_id", "user_id", "user", "customer_id", "external_id", "person_id", "person",
                        "profile_id", "hwid", "device_id", "device", "push_token", "token", "recipient",
                    ], chosen: targetColumn),
                ListColumn(
                    [
                        "timestamp", "time", "sent_at", "sent", "sent_time", "send_time", "datetime", "date",
                        "created_at",
                    ],
                    chosen: timeColumn),
            ])
        // It is a file by now, and memory holds keys.
        reader.maximumStreamBytes = nil
        return reader
    }

    /// Reads the list.
    ///
    /// - Parameter body: receives each entry, in the order of lines.
    func forEachEntry(_ body: (Entry) -> Void) throws(ListError) -> Reading {
        var reading = Reading()
        let header = try reader.read(path, name: name) { row in
            let time = ListedTime(row[2], zone: zone)
            if !row[0].isEmpty {
                if time == nil, !row[2].isEmpty {
                    reading.unreadTimes.add(row, "“\(row.string(2))” is not a time")
                }
                body(.code(row[0], time: time?.time))
            } else if row[1].isEmpty {
                reading.unusable.add(row, "it has no tracking code and no target")
            } else if let time, !time.isDay {
                body(.target(row[1], time: time.time))
            } else if time != nil {
                reading.unusable.add(row, "“\(row.string(2))” is a day: without a code it needs a time")
            } else {
                reading.unusable.add(
                    row,
                    row[2].isEmpty
                        ? "it has a target, and neither a tracking code nor a time"
                        : "“\(row.string(2))” is not a time")
            }
        }
        let found = header.found
        if !header.names.isEmpty, found[0] == nil, found[1] == nil || found[2] == nil {
            let missing =
                found[1] != nil
                ? "targets (“\(found[1] ?? "")”) without a column of times" : "no column of tracking codes or targets"
            throw reader.error(name, reason: "it has \(missing); it has \(header.words)")
        }
        return reading
    }
}

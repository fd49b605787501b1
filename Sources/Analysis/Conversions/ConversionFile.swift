public import LogArchive
public import TrackingLog

/// Reads a list of conversions: a CSV with a header, or JSON objects.
public enum ConversionFile {
    private static let hint =
        "conversions have the columns person (or user_id, customer_id) and time (or timestamp, converted_at), and perhaps "
        + "goal (or event) and value (or revenue, amount)"

    private static let reader: ListReader = {
        var reader = ListReader(of: "list of conversions", hint: hint, columns: columns)
        reader.maximumStreamBytes = 4 << 30
        return reader
    }()

    private static let columns = [
        ListColumn([
            "person", "person_id", "user_id", "user", "customer_id", "customer", "external_id", "profile_id", "profile",
            "uid", "target", "target_id", "hwid", "device_id", "device",
        ]),
        ListColumn([
            "time", "timestamp", "converted_at", "conversion_time", "event_time", "occurred_at", "purchased_at",
            "ordered_at", "created_at", "datetime", "date",
        ]),
        ListColumn(["goal", "goal_name", "conversion", "conversion_name", "event", "event_name", "name", "type"]),
        ListColumn(["value", "conversion_value", "revenue", "amount", "price", "total"]),
    ]

    /// Reads a list whole.
    ///
    /// - Parameters:
    ///   - path: a file or a pipe.
    ///   - name: what it is called; nil for the path.
    ///   - zone: the zone of times that name none; nil means UTC.
    /// - Throws: `ListError` for a list that has no people or no times.
    public static func read(
        _ path: String, name: String? = nil, zone: LocalZone? = nil
    ) throws(ListError) -> ConversionList {
        let name = name ?? path
        var list = ConversionList()
        var index = ConversionList.Index()
        list.name = name
        let header = try reader.read(path, name: name) { row in
            guard (0..<columns.count).contains(where: { !row[$0].isEmpty }) else { return }
            do throws(RowFault) {
                let (person, time) = (try person(row), try time(row, zone))
                let value = try value(row, &list)
                list.add(person: person, time, goal: row.string(2), value, line: row.line, &index)
            } catch {
                list.unusable.add(row, error.reason)
            }
        }
        let found = header.found
        // A list without a single line has no columns to miss.
        if list.count + list.unusable.count > 0 || !header.names.isEmpty, found[0] == nil || found[1] == nil {
            let missing = [found[0] == nil ? "person" : nil, found[1] == nil ? "time" : nil].compactMap(\.self)
            throw reader.error(
                name, reason: "it has no column \(missing.joined(separator: " and no column ")); it has \(header.words)"
            )
        }
        list.hasGoals = found[2] != nil
        list.hasValues = found[3] != nil
        list.finish()
        return list
    }

    private struct RowFault: Error {
        var reason: String
    }

    private static func person(_ row: ListRow) throws(RowFault) -> ArraySlice<UInt8> {
        guard !row[0].isEmpty else { throw RowFault(reason: "it has no person") }
        return row[0]
    }

    private static func time(_ row: ListRow, _ zone: LocalZone?) throws(RowFault) -> Timestamp {
        guard !row[1].isEmpty else { throw RowFault(reason: "it has no time") }
        guard let time = ListedTime(row[1], zone: zone) else {
            throw RowFault(reason: "“\(row.string(1))” is not a time")
        }
        // Which message it followed depends on the time of day.
        guard !time.isDay else { throw RowFault(reason: "“\(row.string(1))” is a day without a time") }
        return time.time
    }

    /// A row's value; nil if it has none.
    private static func value(_ row: ListRow, _ list: inout ConversionList) throws(RowFault) -> ExactDecimal? {
        guard !row[3].isEmpty else { return nil }
        do throws(ExactDecimal.Fault) {
            let (value, decimals) = try ExactDecimal.read(row[3])
            list.decimals = max(list.decimals, decimals)
            return value
        } catch {
            switch error {
            case .notANumber: throw RowFault(reason: "“\(row.string(3))” is not a number such as 12.50")
            case .tooManyDecimals:
                throw RowFault(
                    reason: "“\(row.string(3))” has more than \(ExactDecimal.maximumDecimals) decimals: round it")
            case .tooGreat: throw RowFault(reason: "“\(row.string(3))” is not less than 1,000,000,000,000")
            }
        }
    }
}

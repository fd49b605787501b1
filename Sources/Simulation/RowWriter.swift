import TrackingLog

/// The format of simulated events.
public enum RowFormat: Sendable, Hashable {
    /// The rows of a tracking log, its header line first.
    case csv
    /// NDJSON: one object per line.
    case ndjson
}

/// Writes events as rows of bytes, without a `String`.
struct RowWriter {
    let format: RowFormat
    let start: Timestamp
    /// A buffer for a field before it is enclosed.
    private var field: [UInt8] = []

    init(format: RowFormat, start: Timestamp) {
        self.format = format
        self.start = start
    }

    /// Appends the row of an event.
    mutating func write(
        _ event: PendingEvent, of message: Message, in population: Population, to rows: inout [UInt8]
    ) {
        let time = start.adding(seconds: Int64(event.time))
        var device =
            message.person.devices == 0 ? nil : population.device(Int(event.place), of: message.person)
        if event.isOnNeighborsDevice { device = population.neighborsDevice(of: message.person) }
        switch format {
        case .csv: writeCSV(event, of: message, at: time, on: device, to: &rows)
        case .ndjson: writeJSON(event, of: message, at: time, on: device, to: &rows)
        }
        rows.append(.lineFeed)
    }

    /// Codes, ids and statuses never need enclosing; the other fields go through the dialect.
    private mutating func writeCSV(
        _ event: PendingEvent, of message: Message, at time: Timestamp, on device: Device?, to rows: inout [UInt8]
    ) {
        CSVDialect.appendTime(time, to: &rows)
        rows.append(CSVDialect.separator)
        message.appendTrackingCode(to: &rows)
        rows.append(CSVDialect.separator)
        appendTarget(of: message, on: device, to: &rows)
        rows.append(CSVDialect.separator)
        device?.appendHWID(to: &rows)
        rows.append(CSVDialect.separator)
        appendStatus(event.status, to: &rows)
        rows.append(CSVDialect.separator)
        field.removeAll(keepingCapacity: true)
        appendDescription(of: event, message: message, on: device, to: &field)
        CSVDialect.appendField(field.span, to: &rows)
        rows.append(CSVDialect.separator)
        rows.append(contentsOf: message.person.application.code)
        rows.append(CSVDialect.separator)
        guard let device else { return }
        field.removeAll(keepingCapacity: true)
        Payload.append(message, for: device.gateway, to: &field)
        CSVDialect.appendField(field.span, to: &rows)
    }

    private mutating func writeJSON(
        _ event: PendingEvent, of message: Message, at time: Timestamp, on device: Device?, to rows: inout [UInt8]
    ) {
        rows.append(contentsOf: Keys.timestamp)
        time.append(to: &rows, separator: .upperT)
        rows.append(contentsOf: Keys.trackingCode)
        message.appendTrackingCode(to: &rows)
        rows.append(contentsOf: Keys.target)
        appendTarget(of: message, on: device, to: &rows)
        rows.append(contentsOf: Keys.hwid)
        device?.appendHWID(to: &rows)
        rows.append(contentsOf: Keys.status)
        appendStatus(event.status, to: &rows)
        rows.append(contentsOf: Keys.description)
        appendDescription(of: event, message: message, on: device, to: &rows)
        rows.append(contentsOf: Keys.appCode)
        rows.append(contentsOf: message.person.application.code)
        rows.append(contentsOf: Keys.payload)
        appendJSONPayload(of: message, on: device, to: &rows)
        rows.append(.closeBrace)
    }

    /// An object as it is; text, or nothing, as a string.
    private mutating func appendJSONPayload(of message: Message, on device: Device?, to rows: inout [UInt8]) {
        field.removeAll(keepingCapacity: true)
        if let device { Payload.append(message, for: device.gateway, to: &field) }
        if field.first == .openBrace {
            rows.append(contentsOf: field)
            return
        }
        rows.append(.quote)
        for byte in field {
            if byte == .quote { rows.append(.backslash) }
            rows.append(byte)
        }
        rows.append(.quote)
    }
}

// MARK: - Fields

extension RowWriter {
    private func appendTarget(of message: Message, on device: Device?, to text: inout [UInt8]) {
        switch message.target {
        case .person: message.person.appendUserID(to: &text)
        case .device: device?.appendHWID(to: &text)
        }
    }

    private func appendStatus(_ status: Status, to text: inout [UInt8]) {
        text.append(contentsOf: Self.statusNames[Int(status.rawValue)])
    }

    private func appendDescription(
        of event: PendingEvent, message: Message, on device: Device?, to text: inout [UInt8]
    ) {
        if message.person.application.givesHTTPStatus, device?.gateway == .apns,
            let status = event.description.apnsStatus
        {
            status.withUTF8Buffer { text.append(contentsOf: $0) }
            text.append(.space)
        }
        event.description.text.withUTF8Buffer { text.append(contentsOf: $0) }
    }

    private static let statusNames = Status.allCases.map { Array($0.name.utf8) }

    /// The constant text between the values of a line.
    private enum Keys {
        static let timestamp = Array(#"{"timestamp":""#.utf8)
        static let trackingCode = Array(#"Z","tracking_code":""#.utf8)
        static let target = Array(#"","target_id":""#.utf8)
        static let hwid = Array(#"","hwid":""#.utf8)
        static let status = Array(#"","status":""#.utf8)
        static let description = Array(#"","description":""#.utf8)
        static let appCode = Array(#"","app_code":""#.utf8)
        static let payload = Array(#"","payload":"#.utf8)
    }
}

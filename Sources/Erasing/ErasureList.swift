public import LogArchive
import TrackingLog

/// Whom an erasure is about, as people write it: ids of people, devices and messages.
public struct ErasureList: Sendable {
    /// Ids of people.
    public var people: [String] = []
    /// Hwids.
    public var devices: [String] = []
    /// Tracking codes.
    public var codes: [String] = []

    /// A list of nobody.
    public init() {}

    /// Whether nobody and nothing is in it.
    public var isEmpty: Bool { people.isEmpty && devices.isEmpty && codes.isEmpty }
    /// The number of ids.
    public var count: Int { people.count + devices.count + codes.count }

    private static let person = [
        "person", "user_id", "person_id", "customer_id", "external_id", "customer", "user", "id",
    ]
    private static let hwid = ["hwid", "device", "device_id"]
    private static let code = ["tracking_code", "code", "message_code", "message"]

    /// Adds the ids of a file or a pipe: one person a line, or the columns person (or user_id), hwid and tracking_code.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - name: what errors call it.
    /// - Throws: `ListError`, also where there is no id in it.
    public mutating func add(_ path: String, name: String) throws(ListError) {
        let reader = ListReader(
            of: "list",
            hint: "it has one person id a line, or a header with some of the columns person, hwid and tracking_code",
            columns: [ListColumn(Self.person), ListColumn(Self.hwid), ListColumn(Self.code)])
        var read = ErasureList()
        let header = try reader.read(path, name: name) { row in
            if !row[0].isEmpty { read.people.append(row.string(0)) }
            if !row[1].isEmpty { read.devices.append(row.string(1)) }
            if !row[2].isEmpty { read.codes.append(row.string(2)) }
        }
        guard header.names.isEmpty || header.found.contains(where: { $0 != nil }) else {
            throw reader.error(name, reason: "it has no column of people, devices or messages; it has \(header.words)")
        }
        guard !read.isEmpty else { throw reader.error(name, reason: "it holds no id") }
        people += read.people
        devices += read.devices
        codes += read.codes
    }
}

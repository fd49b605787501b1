import TrackingLog

extension ForeignFormat {
    /// The members of a map, in the order of its documentation.
    static let members = [
        "name", "title", "limits", "recognized_by", "records", "embedded", "unwraps_unions", "ignores_case",
        "timestamp", "time", "zone", "tracking_code", "target_id", "hwid", "status", "statuses", "cells", "description",
        "app_code", "payload", "platform", "platforms", "person", "message_name", "details", "skip", "needs",
        "samples_successes",
    ]

    private static let columns: [(member: String, column: Column)] = [
        ("timestamp", .timestamp), ("tracking_code", .trackingCode), ("target_id", .target), ("hwid", .hwid),
        ("status", .status), ("description", .description), ("app_code", .appCode), ("payload", .payload),
    ]

    /// The format that a map of columns describes.
    ///
    /// - Parameter map: the map: JSON as `AddingAFormat` in the module's documentation describes it.
    /// - Throws: what is wrong with the map, and the member it is in.
    public init(map: [UInt8]) throws(FormatMapError) {
        let value = try MapValue(map)
        let members = try value.members(Self.members)
        self.map = String(decoding: map, as: UTF8.self)
        name = try members["name"]?.string() ?? "columns"
        title = try members["title"]?.string() ?? name
        limits = try members["limits"]?.strings() ?? []
        for list in try members["recognized_by"].map({ value throws(FormatMapError) in try value.elements() }) ?? [] {
            signatures.append(try list.tests())
        }
        records = try members["records"]?.paths() ?? []
        embedded = try members["embedded"]?.paths() ?? []
        unwrapsUnions = try members["unwraps_unions"]?.bool() ?? false
        ignoresCase = try members["ignores_case"]?.bool() ?? false
        samplesSuccesses = try members["samples_successes"]?.bool() ?? false
        for (member, column) in Self.columns { sources[column] = try members[member]?.source() }
        person = try members["person"]?.source()
        messageName = try members["message_name"]?.source()
        platform = try members["platform"]?.source()
        for (name, source) in try members["details"]?.members() ?? [] { details.append((name, try source.source())) }
        if let value = members["details"], details.count > FieldSource.maximumPieces {
            throw value.error("has more than \(FieldSource.maximumPieces) members")
        }
        try readTime(members["time"], zone: members["zone"])
        try readPlatforms(members["platforms"])
        for (word, rule) in try members["statuses"]?.members() ?? [] { statuses.append((word, try rule.rule())) }
        for cell in try members["cells"].map({ value throws(FormatMapError) in try value.elements() }) ?? [] {
            cells.append(try cell.cell())
        }
        for skip in try members["skip"].map({ value throws(FormatMapError) in try value.elements() }) ?? [] {
            skips.append(try skip.skip())
        }
        try readNeeds(members["needs"])
        try check(members)
    }

    private mutating func readTime(_ time: MapValue?, zone: MapValue?) throws(FormatMapError) {
        if let time {
            guard let form = TimeForm(try time.string()) else {
                throw time.error(
                    "is no form of times: write auto, seconds, milliseconds, microseconds, nanoseconds, or a pattern such as "
                        + "M/D/YYYY h:mm A")
            }
            self.time = form
        }
        if let zone {
            guard try zone.string() == "UTC" else {
                throw zone.error("can only be UTC: name another zone on the command line")
            }
            isUTC = true
        }
    }

    private mutating func readPlatforms(_ platforms: MapValue?) throws(FormatMapError) {
        for (word, platform) in try platforms?.members() ?? [] {
            let name = try platform.string()
            guard let known = Platform(name), known != .mixed else {
                let names = Platform.allCases.filter { $0 != .mixed }.map(\.name).joined(separator: ", ")
                throw platform.error("is no platform: write one of \(names)")
            }
            self.platforms[String(decoding: word.utf8.map(\.lowercasedASCII), as: UTF8.self)] = known
        }
    }

    private mutating func readNeeds(_ needs: MapValue?) throws(FormatMapError) {
        for need in try needs.map({ value throws(FormatMapError) in try value.elements() }) ?? [] {
            let name = try need.string()
            guard let column = Self.columns.first(where: { $0.member == name })?.column else {
                throw need.error("names no column of ours: \(name)")
            }
            guard sources[column] != nil else { throw need.error("names \(name), which the map leaves out") }
            if !self.needs.contains(column) { self.needs.append(column) }
        }
        if sources[.status] == nil, !cells.isEmpty { self.needs.removeAll { $0 == .status || $0 == .timestamp } }
    }

    private func check(_ members: [String: MapValue]) throws(FormatMapError) {
        guard sources[.trackingCode] != nil else {
            throw FormatMapError("", "lacks tracking_code: name the column of the message's id")
        }
        if cells.isEmpty || sources[.status] != nil {
            for (member, column) in [("timestamp", Column.timestamp), ("status", .status)] {
                guard sources[column] != nil else {
                    throw FormatMapError("", "lacks \(member)" + (member == "status" ? ", or cells" : ""))
                }
            }
        }
        var arrays: [[[UInt8]]] = []
        for path in allPaths { if let array = path.array, !arrays.contains(array) { arrays.append(array) } }
        guard arrays.count <= 1 else { throw FormatMapError("", "has paths with * into several arrays") }
        if let person = members["person"], sources[.payload] != nil {
            throw person.error("cannot stand beside payload: the person is in the payload")
        }
    }

    /// Every field that the format reads from a record.
    var allPaths: [FieldPath] {
        var found = sources.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap(\.value.paths)
        found += (person?.paths ?? []) + (messageName?.paths ?? []) + (platform?.paths ?? [])
        found += details.flatMap(\.source.paths)
        found += statuses.flatMap(\.rule.paths) + cells.flatMap { $0.time.paths + $0.rule.paths }
        found += skips.flatMap(\.tests).flatMap(\.field.paths)
        return found.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}

extension EventRule {
    /// Every field that it names.
    var paths: [FieldPath] { (description?.paths ?? []) + (refusal?.paths ?? []) + (among?.paths ?? []) }
}

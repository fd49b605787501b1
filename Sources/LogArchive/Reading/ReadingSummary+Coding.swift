import ForeignLogs

// A summary as JSON, for what is made of logs and read in place of them. What was set aside is not of it.
extension ReadingSummary: Codable {
    private enum Key: String, CodingKey {
        case sources, failures, withoutLog = "without_log", leftOut = "left_out", warnings
    }

    /// Reads a summary.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        self.init()
        sources = try values.decode([LogSource].self, forKey: .sources)
        failures = try values.decode([ReadingFailure].self, forKey: .failures)
        withoutLog = try values.decode([String].self, forKey: .withoutLog)
        leftOut = try values.decode([LeftOutFile].self, forKey: .leftOut)
        warnings = try values.decode([String].self, forKey: .warnings)
        guard failures.allSatisfy({ $0.source.map(sources.indices.contains) ?? true }) else {
            throw DecodingError.dataCorruptedError(
                forKey: .failures, in: values, debugDescription: "a failure of no source")
        }
    }

    /// Writes a summary.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(sources, forKey: .sources)
        try values.encode(failures, forKey: .failures)
        try values.encode(withoutLog, forKey: .withoutLog)
        try values.encode(leftOut, forKey: .leftOut)
        try values.encode(warnings, forKey: .warnings)
    }
}

extension LogSource: Codable {
    private enum Key: String, CodingKey {
        case path, entry, format, kind, skipped, sampledSuccesses = "sampled_successes", rows, rejected
    }

    /// Reads a source; another vendor's format by its name, or by its map of columns.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        self.init(
            path: try values.decode(String.self, forKey: .path),
            entry: try values.decodeIfPresent(String.self, forKey: .entry))
        if let format = try values.decodeIfPresent(String.self, forKey: .format) {
            guard let known = ForeignFormat.named(format) ?? (try? ForeignFormat(map: Array(format.utf8))) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .format, in: values, debugDescription: "no format that is known")
            }
            self.format = known
        }
        kind = try values.decode(String.self, forKey: .kind)
        skipped = try values.decodeIfPresent([String: Int].self, forKey: .skipped) ?? [:]
        sampledSuccesses = try values.decodeIfPresent(Int.self, forKey: .sampledSuccesses) ?? 0
        rows = try values.decode(Int.self, forKey: .rows)
        rejected = try values.decode(Int.self, forKey: .rejected)
    }

    /// Writes a source.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(path, forKey: .path)
        try values.encodeIfPresent(entry, forKey: .entry)
        if let format {
            let isKnown = ForeignFormat.named(format.name) == format
            try values.encode(isKnown ? format.name : format.map, forKey: .format)
        }
        try values.encode(kind, forKey: .kind)
        if !skipped.isEmpty { try values.encode(skipped, forKey: .skipped) }
        if sampledSuccesses > 0 { try values.encode(sampledSuccesses, forKey: .sampledSuccesses) }
        try values.encode(rows, forKey: .rows)
        try values.encode(rejected, forKey: .rejected)
    }
}

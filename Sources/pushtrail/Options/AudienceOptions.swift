import Analysis
import ArgumentParser
import LogArchive
import TrackingLog

/// The people who ought to be reachable.
struct AudienceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "File of active customers, who ought to be reachable: one person id per line, or a CSV with a user_id column.",
            valueName: "file"),
        completion: .file())
    var audience: String?

    /// The audience, to be read besides other inputs.
    var list: (name: String, path: String?) { ("--audience", audience) }

    /// The columns of the audience among some dimensions.
    ///
    /// - Throws: if there are any, and no audience.
    func columns(of dimensions: [Dimension]) throws -> [ListColumn] {
        let ofAudience = dimensions.filter { $0.audienceColumn != nil }
        if audience == nil, let dimension = ofAudience.first {
            throw ValidationError("--by \(dimension.title) needs the audience: --audience FILE")
        }
        return ofAudience.compactMap(\.audienceColumn).map { ListColumn([$0], chosen: $0) }
    }

    /// The audience's file, which no output may replace.
    var inputs: [LogInput] { audience.map { [.path($0)] } ?? [] }

    /// Reads the audience; nil if none was named.
    ///
    /// - Parameters:
    ///   - columns: the columns to read beside the ids. Those that are not there have no values, but one has to be.
    ///   - shared: says where the ids were found.
    func read(_ columns: [ListColumn] = [], telling shared: SharedOptions) throws -> Audience? {
        guard let path = audience else { return nil }
        try StandardInput.check([path])
        var audience = Audience(columns: columns.map { $0.chosen ?? $0.names[0] })
        let layout = try AudienceReader.read(path == "-" ? "/dev/stdin" : path, columns: columns) { row in
            audience.insert(row[0], columns.indices.map { row[$0 + 1] })
        }
        // A column that was chosen is there, or the reader has thrown.
        let missing = zip(columns, layout.columns).filter { $0.0.chosen == nil && $0.1 == nil }.map(\.0.names[0])
        if !missing.isEmpty {
            let names = missing.map { "“\($0)”" }.joined(separator: " or ")
            guard missing.count < columns.count else {
                throw ListError(
                    list: "audience", path: path, reason: "it has no column \(names); it has \(layout.header.words)",
                    hint: "a column of consent for each channel has yes or no for each person")
            }
            shared.warn("the audience \(path) has no column \(names)")
        }
        let count = "\(audience.count.counting("active customer")) in \(path)"
        if layout.ids == 0 {
            shared.warn("the audience \(path) holds no user id")
        } else if let column = layout.column, !layout.isUsual {
            shared.warn("\(count), read from the first column, “\(column)”; a header `user_id` selects another")
        } else {
            shared.detail(count + (layout.column.map { ", read from the column “\($0)”" } ?? ""))
        }
        return audience
    }
}

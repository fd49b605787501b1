import Analysis
import ArgumentParser
import LogArchive
import TrackingLog

/// A list of conversions to credit to messages.
struct ConversionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "File of conversions (columns person and time, and perhaps goal and value; CSV or JSON): credit each to the last "
                + "message delivered to the person before it.",
            valueName: "file"),
        completion: .file())
    var conversions: String?

    @Option(
        help: ArgumentHelp(
            "Maximum time from a delivery to a conversion, such as 12h, 3d or 2w (default: 3d).", valueName: "time"),
        transform: TimeArgument.span)
    var conversionWindow: Int?

    func validate() throws {
        if conversions == nil, conversionWindow != nil {
            throw ValidationError("--conversion-window needs --conversions")
        }
    }

    /// The conversions, to be read besides other inputs.
    var list: (name: String, path: String?) { ("--conversions", conversions) }

    /// The file of conversions, which no output may replace.
    var inputs: [LogInput] { conversions.map { [.path($0)] } ?? [] }

    /// Reads the conversions; nil if no file was named.
    ///
    /// - Parameter zone: the zone of times that name none; nil means UTC.
    func read(zone: LocalZone?) throws -> ConversionRequest? {
        guard let path = conversions else { return nil }
        try StandardInput.check([path])
        let list = try ConversionFile.read(
            path == "-" ? "/dev/stdin" : path, name: path == "-" ? LogInput.standardInput.name : path, zone: zone)
        var request = ConversionRequest(list)
        if let conversionWindow { request.window = conversionWindow }
        return request
    }

    /// The status that the list alone leads to.
    func status(of list: ConversionList?) -> ExitStatus {
        (list?.unusable.count ?? 0) > 0 ? .badNews : .done
    }

    /// Warns about rows that are not counted.
    func warn(about list: ConversionList, _ shared: SharedOptions) {
        if let fault = list.unusable.first {
            shared.warn(
                "\(list.unusable.count.counting("row")) of \(list.name) could not be used, such as line "
                    + "\(fault.line.grouped): \(fault.reason)")
        }
        if let fault = list.repeated.first {
            shared.warn(
                "\(list.repeated.count.counting("row")) of \(list.name) left out as "
                    + "\(list.repeated.count == 1 ? "a repetition" : "repetitions"), such as line \(fault.line.grouped): "
                    + fault.reason)
        }
        if list.count == 0, list.unusable.count == 0 { shared.warn("\(list.name) holds no conversion") }
    }
}

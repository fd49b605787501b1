import Analysis
import Foundation
import LogArchive
import Presentation
import TrackingLog

/// Something that is asked of logs, and tallies in place of logs.
struct Question {
    var name: String
    /// The whole answer as text.
    var answer: (_ inputs: [LogInput]) throws -> String

    /// The first line in which two answers differ; nil where they are the same.
    func difference(of inputs: [LogInput], and others: [LogInput]) throws -> String? {
        let (left, right) = (try answer(inputs), try answer(others))
        if left == right { return nil }
        for (line, other) in zip(left.split(separator: "\n"), right.split(separator: "\n")) where line != other {
            return "\(line), not \(other)"
        }
        return "one ends early"
    }

    /// The cache that answers of logs use; nil for none.
    @TaskLocal static var cache: String?

    /// The bytes that the tables of a report may take; nil for any.
    @TaskLocal static var memory: Int?

    private static func analysis(_ people: Aliases?) -> LogAnalysis {
        var analysis = LogAnalysis()
        analysis.aliases = people
        analysis.cache = cache
        analysis.cacheClock = { Int(Date.now.timeIntervalSince1970) + 10 }
        return analysis
    }

    private static let moment = Row(86_400, "").time

    /// Everything that tallies can answer.
    ///
    /// - Parameter folder: a folder for lists.
    static func all(listsIn folder: URL) throws -> [Question] {
        let aliases = try file("aliases.csv", "alias,user_id\nHWID-12,USER-1\nUSER-3,USER-9\nb,USER-2\n", in: folder)
        let orders = try file(
            "orders.csv",
            "person,time,goal,value\n"
                + ["USER-1", "USER-2", "HWID-1", "HWID-12"].flatMap { person in
                    [20, 59, 3_700].map { "\(person),\(Row($0, "").time),buy,2.50\n" }
                }.joined(),
            in: folder)
        let codes = try file("codes.csv", "tracking_code\nT-1\nT-2\nT-2\nT-nobody\n", in: folder)
        let targets = try file(
            "targets.csv",
            "target,sent_at\nUSER-1,\(Row(3, "").time)\nUSER-2,\(Row(9, "").time)\nHWID-1,\(Row(30, "").time)\n",
            in: folder)
        let known = try AliasFile.read(aliases)
        let conversions = ConversionRequest(try ConversionFile.read(orders, name: "orders.csv"))
        var questions: [Question] = []
        for people in [nil, known] {
            questions += FormatName.allCases.map { report(as: $0, people, nil) }
            questions.append(report(as: .json, people, conversions))
            for isPerDevice in [false, true] { questions.append(deliveries(isPerDevice: isPerDevice, people, nil)) }
            questions.append(deliveries(isPerDevice: false, people, conversions))
            questions += Segment.allCases.map { segment($0, people) }
            questions += [codes, targets].map { reconciliation(of: $0, people) }
        }
        return questions
    }

    private static func file(_ name: String, _ text: String, in folder: URL) throws -> String {
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file)
        return file.path()
    }

    private static func audience() -> Audience {
        var audience = Audience(columns: ["plan", "sms", "email"])
        for (number, id) in ["USER-1", "USER-3", "HWID-1", "HWID-12", "nobody"].enumerated() {
            let values = ["gold", number.isMultiple(of: 2) ? "1" : "", "1"].map { Array($0.utf8)[...] }
            audience.insert(Array(id.utf8)[...], values)
        }
        return audience
    }

    private static func report(
        as format: FormatName, _ people: Aliases?, _ conversions: ConversionRequest?
    ) -> Question {
        Question(name: "report as \(format)") { inputs in
            var analysis = analysis(people)
            analysis.reporting.isOverTime = true
            analysis.reporting.dimensions = [.app, .platform, .audience(column: "plan"), .nameCheck]
            analysis.reporting.maximumGroups = 6
            analysis.reporting.audience = audience()
            analysis.reporting.conversions = conversions
            analysis.memory = conversions == nil ? memory : nil
            let rules = try ["app=APP-1,ios:failed>1", "journey=Cart:coverage<1", "drop>1%"].map { try ReportRule($0) }
            analysis.reporting.watch(rules)
            let (report, reading) = try analysis.report(on: inputs)
            var text = ""
            format.write(ReportAnswer(report, analysis.reporting, generatedAt: moment)) { text += $0 }
            return text + facts(of: reading) + rules.map { $0.verdict(on: report).words }.joined(separator: "\n")
        }
    }

    private static func deliveries(
        isPerDevice: Bool, _ people: Aliases?, _ conversions: ConversionRequest?
    ) -> Question {
        Question(name: isPerDevice ? "deliveries per device" : "deliveries") { inputs in
            let analysis = analysis(people)
            var request = DeliveryRequest()
            request.isPerDevice = isPerDevice
            request.conversions = conversions
            let (log, reading) = try analysis.deliveries(on: inputs, request)
            let columns =
                isPerDevice
                ? DeliveryColumn.ofDeliveries
                : conversions == nil ? DeliveryColumn.ofMessages : DeliveryColumn.ofMessagesWithConversions
            let format = DeliveryNDJSON(DeliveryLogLayout(columns.filter { $0 != .link }))
            var text: [UInt8] = []
            try log.read(into: &text) {
                format.text(of: $0)
            } take: {
                $0 += $1
            }
            return String(decoding: text, as: UTF8.self) + facts(of: reading) + "\(log.quality)"
        }
    }

    private static func segment(_ segment: Segment, _ people: Aliases?) -> Question {
        Question(name: "segment \(segment.rawValue)") { inputs in
            let analysis = analysis(people)
            var request = SegmentRequest(segment, asOf: moment)
            if segment.needsAudience { request.audience = audience() }
            let (list, reading) = try analysis.segment(request, of: inputs)
            var format = SegmentText(segment, .ndjson, isSeen: false)
            var text: [UInt8] = []
            try list.read { text += format.text(of: $0) }
            return String(decoding: text, as: UTF8.self) + facts(of: reading) + "\(list.quality)"
        }
    }

    private static func reconciliation(of list: String, _ people: Aliases?) -> Question {
        Question(name: "reconcile \(list)") { inputs in
            var comparison = LogReconciliation()
            comparison.aliases = people
            for verdict in Reconciliation.Verdict.allCases { comparison.comparison.shown[verdict] = .max }
            let (result, reading) = try comparison.reconcile(SentListFile(path: list), with: inputs)
            return JSONFormat().text(ReconciliationAnswer(result, of: list)) + facts(of: reading)
        }
    }

    /// What a reading says of its logs.
    private static func facts(of reading: ReadingSummary) -> String {
        let sources = reading.sources.map { "\($0.name) \($0.kind) \($0.rows) \($0.rejected) \($0.vendor ?? "")" }
        return (sources + reading.failures.map { "\($0)" } + reading.warnings + reading.withoutLog).joined(
            separator: "\n")
    }
}

import Analysis
import Diagnosis
import Pages
import TrackingLog

/// The time around the moment that something began, as a picture.
struct FindingPicture {
    let finding: Finding
    /// The finding's place among all: its picture's address on the page.
    let number: Int

    private var course: [Finding.Evidence.Step] { finding.evidence.course }
    private var isVolume: Bool { finding.cause == .volumeMissing }
    private var isFall: Bool { finding.evidence.expected > Double(finding.evidence.observed.count) }

    /// The picture with its legend; nothing where there are too few steps to see a change.
    var markup: HTML {
        guard course.count > 1 else { return "" }
        return "\(legend)\n\(chart.markup)"
    }

    /// What the picture counts: `Deliveries that reached a gateway: refused as dead tokens`.
    var caption: String {
        isVolume
            ? "Messages, step by step" : "\(finding.cause.whole.firstUppercased): those \(finding.cause.measure)"
    }

    private var styles: [(style: String, name: String)] {
        if isVolume { return [("kind-plain", "messages")] }
        return isFall
            ? [("kind-plain", finding.cause.measure), ("kind-suppressed", "fewer than expected")]
            : [("kind-plain", "as many as expected"), ("kind-failed", "more than expected")]
    }

    private var legend: HTML {
        isVolume ? "" : Legend(styles.reversed().map { .init(style: $0.style, name: $0.name) }).markup
    }

    private var chart: ColumnChart {
        ColumnChart(
            id: "finding-\(number)-course", title: "\(finding.heading), step by step",
            description: "A line marks when it began\(finding.until == nil ? "" : ", another one when it ended").",
            axis: Axis(
                course.map {
                    let isMidnight = $0.start == $0.start.day.start
                    return .init(
                        label: isMidnight
                            ? $0.start.day.short : String($0.start.description.dropFirst(11).prefix(5)))
                },
                distances: [1, 2, 3, 4, 6, 8, 12, 24]),
            styles: styles.map(\.style), columns: course.map(column), markers: markers)
    }

    private func column(_ step: Finding.Evidence.Step) -> ColumnChart.Column {
        let (seen, whole) = (step.observed.count, step.observed.whole)
        if isVolume { return .init([seen], note: "\(step.start): \(seen.counting("message"))") }
        let expected = max(0, Int(step.expected.rounded()))
        return .init(
            isFall ? [seen, max(0, expected - seen)] : [min(seen, expected), max(0, seen - expected)],
            note: "\(step.start): \(seen.grouped) of \(whole.grouped), expected \(expected.grouped)")
    }

    private var markers: [ColumnChart.Marker] {
        let length = course[1].start.secondsSince1970 - course[0].start.secondsSince1970
        func position(_ time: Timestamp) -> Double? {
            let place = Double(time.secondsSince1970 - course[0].start.secondsSince1970) / Double(max(1, length))
            return (0...Double(course.count)).contains(place) ? place : nil
        }
        let times = [(finding.since, "since")] + (finding.until.map { [($0, "until")] } ?? [])
        return times.compactMap { time, name in
            position(time).map { .init(at: $0, label: "\(name) \(time.description.dropLast(3))") }
        }
    }
}

extension String {
    /// The text with a capital letter at its beginning.
    fileprivate var firstUppercased: String { prefix(1).uppercased() + dropFirst() }
}

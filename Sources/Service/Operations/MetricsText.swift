/// Prometheus' text format, version 0.0.4.
struct MetricsText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    /// Begins a metric.
    mutating func begin(_ name: String, _ type: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    /// Adds a sample.
    mutating func add(_ name: String, _ labels: [(String, String)], _ value: some CustomStringConvertible) {
        text += name + Self.text(of: labels) + " \(value)\n"
    }

    /// Adds a histogram's samples.
    mutating func add(_ name: String, _ labels: [(String, String)], _ histogram: Histogram) {
        var sum = 0
        for (bound, count) in zip(Histogram.bounds, histogram.counts) {
            sum += count
            add(name + "_bucket", labels + [("le", "\(bound)")], sum)
        }
        add(name + "_bucket", labels + [("le", "+Inf")], histogram.count)
        add(name + "_sum", labels, histogram.sum)
        add(name + "_count", labels, histogram.count)
    }

    private static func text(of labels: [(String, String)]) -> String {
        guard !labels.isEmpty else { return "" }
        let pairs = labels.map { name, value in
            var escaped = ""
            for character in value {
                switch character {
                case "\\": escaped += "\\\\"
                case "\"": escaped += "\\\""
                case "\n": escaped += "\\n"
                default: escaped.append(character)
                }
            }
            return "\(name)=\"\(escaped)\""
        }
        return "{" + pairs.joined(separator: ",") + "}"
    }
}

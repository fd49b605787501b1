public import ArgumentParser
public import Reports

extension ReportFormatName: ExpressibleByArgument {}

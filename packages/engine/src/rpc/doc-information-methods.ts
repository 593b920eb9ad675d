import type { JsonObject } from '../json.js'
import { objectOf, textOf } from '../json.js'
import { privileges } from '../objects/layout/meta-layout.js'
import type { Scope } from '../objects/scope.js'
import { isSessionAppId } from '../objects/session-app-id.js'
import { type Methods, query } from './method.js'

const docQuery = query<'Doc'>()

const localeInfo = ({ library: { formats }, reloadedAt }: Scope): JsonObject => {
  const { calendar, money } = formats
  return {
    qDecimalSep: formats.decimal,
    qThousandSep: formats.thousand,
    qListSep: formats.decimal === ',' ? ';' : ',',
    qMoneyDecimalSep: money.decimal,
    qMoneyThousandSep: money.thousand,
    qCurrentYear: new Date(reloadedAt).getUTCFullYear(),
    qMoneyFmt: money.pattern,
    qTimeFmt: formats.time,
    qDateFmt: formats.date,
    qTimestampFmt: formats.timestamp,
    qCalendarStrings: {
      qDayNames: calendar.dayNames,
      qMonthNames: calendar.monthNames,
      qLongDayNames: calendar.longDayNames,
      qLongMonthNames: calendar.longMonthNames,
    },
    qFirstWeekDay: calendar.firstWeekDay,
    qBrokenWeeks: calendar.brokenWeeks,
    qReferenceDay: calendar.referenceDay,
    qFirstMonthOfYear: calendar.firstMonthOfYear,
    qCollation: formats.collation,
    qNumericalAbbreviation: formats.abbreviations,
  }
}

const appLayout = (scope: Scope): JsonObject => {
  const { app } = scope
  return {
    ...objectOf(app.properties),
    qTitle: textOf(app.properties.qTitle) || app.name,
    qFileName: app.id,
    qLastReloadTime: scope.reloadedAt,
    qModified: false,
    qHasScript: true,
    qStateNames: scope.stateNames,
    qMeta: {
      id: app.id,
      name: app.name,
      title: app.name,
      description: app.description,
      published: true,
      privileges: privileges.stored,
      // Explicit, because clients take an absent list for the right to create everything.
      create: [],
    },
    create: [],
    qLocaleInfo: localeInfo(scope),
    qHasData: true,
    qReadOnly: true,
    qIsOpenedWithoutData: false,
    qIsSessionApp: isSessionAppId(app.id),
    qProhibitBinaryLoad: true,
    qThumbnail: {},
    qUnsupportedFeatures: [],
    qUsage: 'ANALYTICS',
  }
}

/** Methods of the app that tell about it. */
export const docInformationMethods: Methods<'Doc'> = {
  GetAppLayout: docQuery({}, ({ scope }) => ({ qLayout: appLayout(scope) })),
  GetAppProperties: docQuery({}, ({ scope }) => ({
    qProp: {
      ...scope.app.properties,
      qTitle: textOf(scope.app.properties.qTitle) || scope.app.name,
      qLastReloadTime: scope.reloadedAt,
      qHasSectionAccess: scope.hasSectionAccess,
    },
  })),
  GetLocaleInfo: docQuery({}, ({ scope }) => ({ qReturn: localeInfo(scope) })),
}

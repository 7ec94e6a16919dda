import type { Confidence } from '@postern/core';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { hostKind } from '../internal-hosts.ts';
import { readDtd } from '../languages/dtd.ts';
import { MarkupReader } from '../languages/markup.ts';
import { readUrl } from '../languages/url.ts';
import { mark } from '../text/marks.ts';

/**
 * XML that makes its parser read files or ask other hosts: external entities, document types, inclusions, style sheets, schema locations
 * (XML 1.0 §4.2.2, XInclude 1.1, XSLT `document()`). Public document types of known publishers are how honest documents begin.
 */
export const externalEntity: Detector = defineDetector({
  id: 'external-entity',
  title: 'XML that reads other resources',
  class: 'xxe',
  severity: 'critical',
  // A declaration begins with `<!`; inclusions and style sheets are elements of two namespaces, whose names have to be there.
  needs: mark.angle,
  canOccur: (text, marks) => (marks & mark.angle) !== 0 && ((text.includes('<!') && declaration.test(text)) || foreignNames.test(text)),
  detect(text) {
    return (declaration.test(text) ? fromDtd(text) : undefined) ?? (foreignNames.test(text) ? fromElements(text) : undefined);
  },
});

const declaration = /<!(?:ENTITY|DOCTYPE)[\s%]/i;
const foreignNames = /XInclude|XSL\/Transform|<xsl:|schemaLocation|:include\s|<\?xml\s|msxsl:script|xml\.apache\.org\/xalan/i;
const publishers =
  /^[^/]{0,8}\/\/(?:[\w-]+\.)*(?:w3\.org|apple\.com|oasis-open\.org|hibernate\.org|mybatis\.org|ibatis\.apache\.org|apache\.org|sun\.com|oracle\.com|jboss\.org|springframework\.org|checkstyle\.org|puppycrawl\.com|netscape\.com|docbook\.org|gnome\.org|freedesktop\.org|wapforum\.org|openmobilealliance\.org|opengis\.net|nlm\.nih\.gov|ncbi\.nlm\.nih\.gov|adobe\.com|microsoft\.com|eclipse\.org|mozilla\.org|gnu\.org|kde\.org|qt-project\.org|google\.com|sonatype\.org|xml\.org|dtd\.example)(?:[:/]|$)/i;

function fromDtd(text: string): Sighting | undefined {
  const { entities, external } = readDtd(text);
  let best: Sighting | undefined;
  for (let i = 0; i < entities.length; i++) {
    const { name, system, start, end } = entities[i] as (typeof entities)[number];
    if (system === undefined) continue;
    const reach = reachOf(system);
    // `<!ENTITY % HTMLlat1 PUBLIC "-//W3C//ENTITIES Latin 1//EN" "xhtml-lat1.ent">`: the parts of a public DTD.
    if (reach === 'relative' && /PUBLIC\s{1,4}["'][-+]\/\//.test(text.slice(start, Math.min(end, start + 200)))) continue;
    if (reach === 'publisher') continue;
    const confidence: Confidence = reach === 'relative' ? 'medium' : 'high';
    const sighting: Sighting = {
      span: spanIn(text, start, end),
      confidence,
      reason: `the entity ${name.slice(0, 40)} is ${system.slice(0, 60) || 'external'}`,
    };
    if (confidence === 'high') return sighting;
    best ??= sighting;
  }
  if (external !== undefined) {
    const reach = reachOf(external.system);
    const isKnown = external.isPublic
      ? /^(?:[-+]\/\/|ISO )/.test(external.publicId) && reach !== 'inside'
      : reach === 'publisher' || reach === 'relative';
    if (!isKnown && external.system !== 'about:legacy-compat' && external.system !== '')
      return {
        span: spanIn(text, external.start, external.end),
        confidence: external.isPublic && reach === 'outside' ? 'medium' : 'high',
        reason: `a document type from ${external.system.slice(0, 60)}`,
      };
  }
  if (best !== undefined) return best;
  // Entities of its own in a short document: how one finds out whether a parser expands any.
  const own = entities.find(
    ({ name, value }) => value !== undefined && (text.includes(`&${name};`) || text.length < 200 || name.startsWith('%')),
  );
  if (own === undefined || text.length > 1000 || !/<!DOCTYPE/i.test(text)) return undefined;
  return { span: spanIn(text, own.start, own.end), confidence: 'low', reason: `declares the entity ${own.name.slice(0, 40)}` };
}

/** Spans of nested declarations are those of a value that was decoded. */
function spanIn(text: string, start: number, end: number): readonly [number, number] {
  return end <= text.length && text.startsWith('<!', start) ? [start, end] : [0, text.length];
}

type Reach = 'inside' | 'outside' | 'publisher' | 'relative';

function reachOf(system: string): Reach {
  const url = system.trim();
  if (
    /^(?:file|netdoc|jar|php|expect|gopher|dict|ldaps?|data|ftps?|phar|zip|compress\.zlib|glob|tftp|jar|resource|classpath|res|local_file):/i.test(
      url,
    )
  )
    return 'inside';
  if (/^(?:[\\/]|[a-z]:[\\/])|\.\.[\\/]|[%&][\w.]{1,40};/i.test(url) && !/^\/\/\w/.test(url)) return 'inside';
  if (!/^(?:[a-z][a-z0-9+.-]{1,20}:)?\/\//i.test(url)) return /^[a-z][a-z+]{2,12}:/i.test(url) ? 'outside' : 'relative';
  if (publishers.test(url)) return 'publisher';
  const reading = readUrl(url);
  return reading !== undefined && hostKind(reading.host, reading.address) !== 'public' ? 'inside' : 'outside';
}

function fromElements(text: string): Sighting | undefined {
  const hasInclusion = /XInclude/i.test(text);
  const isSheet = /XSL\/Transform|<xsl:/i.test(text);
  const reader = new MarkupReader(text);
  let best: Sighting | undefined;
  for (let token = reader.next(); token !== undefined && best?.confidence !== 'high'; token = reader.next()) {
    const { kind, name, start, end, attributes } = token;
    const say = (confidence: Confidence, reason: string): void => {
      if (best === undefined || confidence === 'high') best = { span: [start, Math.min(end, text.length)], confidence, reason };
    };
    if (kind === 'instruction' && name === 'xml') {
      const encoding = attributes.find((attribute) => attribute.name === 'encoding')?.value ?? '';
      // The text was read as ASCII, so that a declaration of these is a lie: a filter and the parser see different documents.
      if (
        /^(?:utf-?7|utf-?(?:16|32)(?:le|be)?|ucs-?[24]|iso-10646-ucs-[24]|ibm037|cp037|ibm1047|ebcdic.*|hz-gb-2312|iso-2022-\w+)$/i.test(
          encoding,
        )
      )
        say(/7|037|1047|ebcdic|hz|2022/i.test(encoding) ? 'high' : 'medium', `claims to be ${encoding.slice(0, 20)}`);
      continue;
    }
    if (kind !== 'start') continue;
    const local = name.slice(name.indexOf(':') + 1);
    const href = attributes.find((attribute) => attribute.name === 'href' || attribute.name === 'schemalocation')?.value;
    if (
      (local === 'include' && (hasInclusion || attributes.some((attribute) => attribute.name === 'parse'))) ||
      (isSheet && (local === 'import' || local === 'include' || local === 'document' || local === 'result-document'))
    ) {
      const reach = href === undefined ? 'relative' : reachOf(href);
      if (href !== undefined) say(reach === 'relative' || reach === 'publisher' ? 'low' : 'high', `includes ${href.slice(0, 60)}`);
    } else if (isSheet && local === 'script' && name !== 'script') say('high', 'a style sheet with a script');
    for (let i = 0; i < attributes.length; i++) {
      const { name: attribute, value } = attributes[i] as (typeof attributes)[number];
      if (isSheet && /(?:document|unparsed-text|doc)\(\s{0,4}(?:["'&]|concat)/.test(value)) {
        const target = /\(\s{0,4}(?:&(?:apos|quot|#\d{2});|["'])?([^"'&)]{1,200})/.exec(value)?.[1] ?? '';
        say(reachOf(target) === 'relative' ? 'medium' : 'high', `reads ${target.slice(0, 60)}`);
      } else if (isSheet && /php:function|system-property\(|java:|Runtime|rt:exec|ProcessBuilder/.test(value))
        say('high', 'a style sheet that runs code');
      else if (/^xmlns:/.test(attribute) && /xalan\/java|java\.lang|msxsl|saxon\.sf\.net\/java/i.test(value))
        say('high', 'names of a platform in a style sheet');
      else if (/schemalocation$/.test(attribute) && value.split(/\s+/).some((part) => reachOf(part) === 'inside'))
        say('high', `a schema from ${value.slice(-60)}`);
    }
  }
  return best;
}
